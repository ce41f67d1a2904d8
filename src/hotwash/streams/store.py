"""How raw deliveries reach the database: one statement for a group, committed and announced by itself."""

from collections.abc import Sequence
from typing import cast

from psycopg.errors import IntegrityError

from hotwash.streams import metrics
from hotwash.streams.groups import Parcel
from hotwash.streams.link import Link

# One statement is one transaction: the rows and the word to the worker become visible together. The numbers are drawn
# in the order of the input, so sorting them gives that order back.
INSERT = """
WITH fresh AS (
    INSERT INTO hotwash_delivery (source_id, headers, body)
    SELECT source, headers::jsonb, body
    FROM unnest(%b::bigint[], %b::text[], %b::bytea[]) WITH ORDINALITY AS parcel (source, headers, body, place)
    ORDER BY place
    RETURNING id
)
SELECT array_agg(id ORDER BY id), pg_notify('hotwash_delivery', '') FROM fresh
"""


class Store:
    """Writes deliveries."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def write(self, parcels: Sequence[Parcel]) -> list[int | None]:
        """Commit the parcels. One whose source was removed meanwhile gets None; the others are stored all the same."""
        columns = (
            [parcel.source for parcel in parcels],
            [parcel.headers for parcel in parcels],
            [parcel.body for parcel in parcels],
        )
        try:
            rows = await self._link.rows(INSERT, columns)
        except IntegrityError:
            if len(parcels) == 1:
                return [None]
            return [number for parcel in parcels for number in await self.write([parcel])]
        metrics.GROUP.observe(len(parcels))
        return cast("list[int | None]", rows[0][0])
