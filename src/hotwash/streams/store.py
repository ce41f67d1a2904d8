"""How raw deliveries reach the database: one statement for a group, committed by itself and then announced."""

from collections.abc import Callable, Sequence
from typing import cast

from psycopg.errors import IntegrityError

from hotwash.streams import metrics
from hotwash.streams.groups import Parcel
from hotwash.streams.link import Link

# One statement is one transaction. The numbers are drawn in the order of the input: sorting gives that order back.
INSERT = """
WITH fresh AS (
    INSERT INTO hotwash_delivery (source_id, headers, body)
    SELECT source, headers::jsonb, body
    FROM unnest(%b::bigint[], %b::text[], %b::bytea[]) WITH ORDINALITY AS parcel (source, headers, body, place)
    ORDER BY place
    RETURNING id
)
SELECT array_agg(id ORDER BY id) FROM fresh
"""


class Store:
    """Writes deliveries. ``announce`` is called after each commit."""

    def __init__(self, link: Link, announce: Callable[[], None]) -> None:
        self._link = link
        self._announce = announce

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
        self._announce()
        metrics.GROUP.observe(len(parcels))
        return cast("list[int | None]", rows[0][0])
