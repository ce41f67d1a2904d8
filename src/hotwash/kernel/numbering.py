"""Short stable references that count within a scope: T-12 is the twelfth timeline entry of its incident."""

from django.db import connection


def next_numbers(scope: str, kind: str, count: int) -> int:
    """The first of ``count`` numbers in a row; others that ask for this kind wait until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hotwash_counter (scope, kind, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (scope, kind) DO UPDATE SET value = hotwash_counter.value + %s RETURNING value",
            [scope, kind, count, count],
        )
        return int(cursor.fetchone()[0]) - count + 1


def next_number(scope: str, kind: str) -> int:
    """The next number, from 1. Inside a transaction: a number of a rolled-back transaction is given again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hotwash_counter (scope, kind, value) VALUES (%s, %s, 1)"
            " ON CONFLICT (scope, kind) DO UPDATE SET value = hotwash_counter.value + 1 RETURNING value",
            [scope, kind],
        )
        return int(cursor.fetchone()[0])
