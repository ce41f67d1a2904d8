"""The connection of the fast door to the database."""

import asyncio
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
        self._opening = asyncio.Lock()

    async def rows(self, statement: LiteralString, parameters: Sequence[object] = ()) -> list[Row]:
        connection = await self._open()
        try:
            cursor = await connection.execute(statement, parameters, prepare=True)
            return await cursor.fetchall()
        except OperationalError:
            await connection.close()
            raise

    async def close(self) -> None:
        async with self._opening:
            if self._connection is not None:
                await self._connection.close()

    async def _open(self) -> AsyncConnection:
        """The open connection. Several who find none wait for the same one."""
        if self._connection is None or self._connection.closed:
            async with self._opening:
                if self._connection is None or self._connection.closed:
                    self._connection = await AsyncConnection.connect(self._dsn, autocommit=True)
        return self._connection
