"""Run as a script over a migrated database: fill it, and print what the measurements need to know as JSON.

Rows are made by a step once and then copied by the database, so that they stay true when models change.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from hotwash.directory.models import Person  # noqa: E402
from hotwash.directory.steps import make_token  # noqa: E402
from hotwash.evidence.models import Entry  # noqa: E402
from hotwash.kernel import clock  # noqa: E402
from hotwash.respond.models import Incident  # noqa: E402
from hotwash.respond.steps import Declaration, declare_incident  # noqa: E402
from tests.cast import NOON, actor  # noqa: E402

INCIDENTS = 100_000
LONG, SHORT = 10_000, 100
TEXT = "The pool of connections is empty"


def main() -> None:
    ada = Person.objects.create_user("ada@example.org", "Ada", "correct horse battery", "admin")
    long, short, last = (declared(ada, title) for title in ("Checkout fails", "Search is slow", "Mail is late"))
    for incident, entries in ((long, LONG), (short, SHORT)):
        entry = Entry.objects.create(incident=incident, number=100_000, at=NOON, created_at=NOON, text=TEXT, lane="app")
        copy(entry, entries - 1, number="200000 + n", at="at + n * interval '1 second'", lane="'host ' || n % 7")
    copy(last, INCIDENTS, title="'Incident number ' || n", declared_at="declared_at - n * interval '1 minute'")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client()
    client.force_login(ada)
    _, token = make_token(actor=actor(ada), name="bench", days=None, now=clock.now())
    known = {"session": client.cookies["sessionid"].value, "token": token, "long": long.pk, "short": short.pk}
    json.dump(known, sys.stdout)


def declared(person: Person, title: str) -> Incident:
    declaration = Declaration(title=title, severity="sev3")
    return declare_incident(actor=actor(person), declaration=declaration, now=NOON)


def copy(row: object, times: int, **changed: str) -> None:
    """Insert ``times`` copies of a row; ``changed`` are SQL expressions, in which ``n`` counts from 1."""
    table = connection.ops.quote_name(row._meta.db_table)
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key and not field.generated]
    values = [changed.get(column, f"source.{column}") for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(connection.ops.quote_name, columns))})"
            f" SELECT {', '.join(values)} FROM {table} source, generate_series(1, {times}) n WHERE source.id = {row.pk}"
        )


if __name__ == "__main__":
    main()
