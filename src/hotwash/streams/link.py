"""The connection of the fast door to the database."""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import AsyncConnection, OperationalError

Row = tuple[object, ...]


class Link:
    """One connection, opened when first needed and again after it was lost. Statements queue up on it, each commits by
    itself. Raises ``OperationalError`` while the database can't be reached.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: AsyncConnection | None = None

    async def rows(self, statement: LiteralString, parameters: Sequence[object] = ()) -> list[Row]:
        connection = self._connection
        if connection is None or connection.closed:
            self._connection = connection = await AsyncConnection.connect(self._dsn, autocommit=True)
        try:
            cursor = await connection.execute(statement, parameters, prepare=True)
            return await cursor.fetchall()
        except OperationalError:
            await connection.close()
            raise

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
