"""What the API takes and gives about silences."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from hotwash.respond.api.schemas import Long, Number, Version

Minutes = Annotated[int, Field(ge=1, le=10_080)]
Day = Annotated[int, Field(ge=0, le=6)]


class SilenceIn(Schema):
    """``matchers``: one a line, as ``severity=critical``. ``weekdays`` (0 is Monday): it comes again on these days at
    the same wall-clock time in ``timezone``, ``until`` a time or for ever.
    """

    reason: Annotated[str, Field(max_length=200)]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    matchers: Long = ""
    source: Number | None = None
    service: Number | None = None
    weekdays: Annotated[list[Day], Field(max_length=7)] = []
    timezone: Annotated[str, Field(max_length=64)] = "UTC"
    until: AwareDatetime | None = None


class SilenceForIn(Schema):
    """An alert, and those with the same labels, is kept quiet from now on."""

    minutes: Minutes
    why: Annotated[str, Field(max_length=200)] = ""
    version: Version


class EndIn(Schema):
    version: Version


class SilenceOut(Schema):
    """``state``: in force, coming or over. ``kept`` counts the alerts that it kept quiet."""

    id: int
    reason: str
    made_by: str
    matchers: list[str]
    source: str | None
    service: str | None
    starts_at: datetime
    ends_at: datetime
    again: str
    state: str
    kept: int
    version: int


class BeatIn(Schema):
    """How often a source is expected, in minutes (0: it may be silent), and how late it may be."""

    every: Annotated[int, Field(ge=0, le=64_800)]
    grace: Annotated[int, Field(ge=0, le=64_800)] = 0


class BeatOut(Schema):
    """``due_at``: silent, if it is not heard before; none while it is silent."""

    every: int
    grace: int
    due_at: datetime | None = None
    silent_since: datetime | None = None
