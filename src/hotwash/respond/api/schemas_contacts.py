"""Contact methods and quiet hours by API."""

from datetime import datetime, time
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from hotwash.directory.models import ContactMethod
from hotwash.respond.core.messages.contacts import LONGEST_ADDRESS, LONGEST_LABEL
from hotwash.respond.core.messages.rungs import LONGEST_WAIT
from hotwash.respond.queries.plugins import shown_address


def _on_the_wall(value: time) -> time:
    if value.tzinfo is not None:
        msg = "the time of a clock on the wall, without an offset: 22:00"
        raise ValueError(msg)
    return value


Clock = Annotated[time, AfterValidator(_on_the_wall)]
Minutes = Annotated[int, Field(ge=0, le=LONGEST_WAIT)]


class ContactIn(Schema):
    """``minutes`` after a page; null: as is usual at its place."""

    channel: Annotated[str, Field(max_length=40)]
    address: Annotated[str, Field(max_length=LONGEST_ADDRESS)]
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] = ""
    minutes: Minutes | None = None


class ContactOut(Schema):
    id: int
    channel: str
    address: str
    label: str
    order: int
    minutes: int | None
    confirmed: bool
    code_sent_at: datetime | None

    @staticmethod
    def resolve_address(row: ContactMethod) -> str:
        return shown_address(row.channel, row.address)


class ContactRowOut(Schema):
    """``title`` of the channel; ``wait``: minutes after a page at which it is used, null while it is not confirmed."""

    method: ContactOut
    title: str
    wait: int | None


class ContactChangeIn(Schema):
    minutes: Minutes | None
    label: Annotated[str, Field(max_length=LONGEST_LABEL)] | None = None


class CodeIn(Schema):
    code: Annotated[str, Field(max_length=20)]


class OrderIn(Schema):
    """Ids, the first first. What is not named keeps its order behind the rest."""

    order: Annotated[list[int], Field(max_length=100)]


class MoveIn(Schema):
    by: Annotated[int, Field(ge=-1, le=1)]


class QuietIn(Schema):
    """Wall-clock times of the person's zone; both null for no quiet hours."""

    quiet_from: Clock | None
    quiet_until: Clock | None
    as_digest: bool = False


class QuietOut(Schema):
    quiet_from: time | None
    quiet_until: time | None
    as_digest: bool


class TroubleOut(Schema):
    channel: str
    error: str
    count: int
    next_at: datetime


class NeedOut(Schema):
    variable: str
    what: str


class ChannelOut(Schema):
    """``missing``: the environment variables that are not set yet."""

    key: str
    title: str
    address_help: str
    setup: str
    needs: list[NeedOut]
    missing: list[str]
    is_ready: bool


class TestIn(Schema):
    channel: Annotated[str, Field(max_length=40)]
    address: Annotated[str, Field(max_length=LONGEST_ADDRESS)]


class SpokenIn(Schema):
    """A line of the chat command, without its slash."""

    text: Annotated[str, Field(max_length=10_000)]


class SpokenOut(Schema):
    words: str


class PinIn(Schema):
    text: Annotated[str, Field(max_length=2000)]
    said_by: Annotated[str, Field(max_length=200)] = ""
    said_at: AwareDatetime | None = None
