import pytest
from django.db import connection

from hotwash.site.schema import missing

pytestmark = pytest.mark.django_db


def test_a_migrated_database_lacks_nothing() -> None:
    assert missing() == []


def test_a_migration_that_was_not_applied_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'hotwash' AND name = '0001_initial'")
    assert missing() == [("hotwash", "0001_initial")]
