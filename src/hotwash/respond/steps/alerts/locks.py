"""One at a time works on a source, so that its signals are taken in their order."""

from django.db import connection

LOCKS = 0x48575330  # the first half of the advisory lock's name; the second is the source


def lock_source(source: int) -> None:
    """Wait for the source; it is locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, source])


def try_to_lock_source(source: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, source])
        return bool(cursor.fetchone() == (True,))
