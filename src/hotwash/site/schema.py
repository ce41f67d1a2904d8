"""Whether the database is as this release needs it, found out without loading the migrations."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection
from django.db.utils import ProgrammingError


def missing() -> list[tuple[str, str]]:
    """The migrations (app, name) that were not yet applied; all of them in an empty database."""
    applied = _applied()
    return [migration for migration in _known() if migration not in applied]


def _applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except ProgrammingError:
            return set()
        return {(app, name) for app, name in cursor.fetchall()}


def _known() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.migrations"
        if find_spec(name) is None:
            continue
        names = (info.name for info in pkgutil.iter_modules(import_module(name).__path__))
        found += [(app.label, migration) for migration in names if not migration.startswith("_")]
    return found
