"""Finding a row that has to be there."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from hotwash.kernel.core.errors import NotFound

Row = TypeVar("Row", bound=Model)


def existing(rows: QuerySet[Row], message: str) -> Row:
    """The first of the rows; ``NotFound`` with a message for people where there is none."""
    found = rows.first()
    if found is None:
        raise NotFound(message)
    return found
