"""Run as a script over a migrated database: what a storm needs to hit. Prints what the measurement knows as JSON.

With a number as argument it only adds so many alerts of the past.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from hotwash.directory.models import Person  # noqa: E402
from hotwash.kernel.core.actor import SYSTEM  # noqa: E402
from hotwash.respond.core.oncall.ladder import Target  # noqa: E402
from hotwash.respond.core.states import AlertState, RuleAction, Triage  # noqa: E402
from hotwash.respond.models import Alert, Source  # noqa: E402
from hotwash.respond.steps import (  # noqa: E402  # noqa: E402
    LevelValues,
    PolicyValues,
    RuleValues,
    SourceValues,
    save_policy,
    save_rule,
    save_source,
)
from tests.bench.seed import copy, declared  # noqa: E402
from tests.cast import NOON  # noqa: E402

SOURCES = 3


def main() -> None:
    ada = Person.objects.create_user("ada@example.org", "Ada", "correct horse battery", "admin")
    level = LevelValues(minutes=60, targets=(Target("person", ada.pk, ada.name),))
    save_policy(actor=SYSTEM, values=PolicyValues(name="Web", is_default=True, levels=(level,)))
    addresses = []
    for number in range(SOURCES):
        source = save_source(actor=SYSTEM, values=SourceValues(plugin="alertmanager", name=f"Alertmanager {number}"))
        assert isinstance(source, Source)
        addresses.append(f"/in/alertmanager/{source.secret}")
    for number in range(20):
        values = RuleValues(name=f"Other {number}", action=RuleAction.IGNORE, matchers=f'service =~ "other-{number}.*"')
        save_rule(actor=SYSTEM, values=values)
    values = RuleValues(name="All", action=RuleAction.DECLARE, severity="sev1", group_by=("service",))
    save_rule(actor=SYSTEM, values=values)
    client = Client()
    client.force_login(ada)
    json.dump({"session": client.cookies["sessionid"].value, "addresses": addresses}, sys.stdout)


def fill(times: int) -> None:
    """Alerts that are over: 2,000 for each of some incidents, as they lie after years."""
    person = Person.objects.get()
    first = declared(person, "Years ago")
    copy(first, times // 2000, state="'resolved'")
    alert = Alert.objects.create(
        source=Source.objects.earliest("pk"), fingerprint="x", title="x", labels={"alertname": "Disk", "host": "x"},
        state=AlertState.RESOLVED, triage=Triage.ATTACHED, first_at=NOON, last_at=NOON, starts_at=NOON, ends_at=NOON,
        incident=first, group_key="x", reason="Rule “All”: the same group as INC-1.",
    )  # fmt: skip
    years = "- interval '5 years' + n * interval '15 seconds'"
    changed = {
        "fingerprint": "'past ' || n % 500000",
        "title": "'Disk is full on host ' || n % 5000",
        "labels": "jsonb_build_object('alertname', 'DiskFull', 'host', n % 5000, 'service', n % 50)",
        "group_key": "'rule 21' || chr(31) || 'service=' || n % 50",
        "incident_id": f"{first.pk} + n / 2000",
        "starts_at": f"now() {years}",
        "ends_at": f"now() {years}",
        "first_at": f"now() {years}",
        "last_at": f"now() {years}",
    }
    copy(alert, times, **changed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    fill(int(sys.argv[1])) if len(sys.argv) > 1 else main()
