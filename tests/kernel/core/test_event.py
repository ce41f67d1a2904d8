from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest

from hotwash.kernel.core.event import DomainEvent, event_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Baked(DomainEvent):
    type: ClassVar[str] = "test.baked"
    summary: ClassVar[str] = "baked {what}"
    what: str
    at: datetime
    best_before: date | None = None
    guests: tuple[int, ...] = ()


def test_an_event_comes_back_from_its_payload():
    event = Baked(
        incident_id=4,
        what="bread",
        at=datetime(2026, 3, 10, 12, tzinfo=UTC),
        best_before=date(2026, 3, 12),
        guests=(1, 2),
    )
    assert Baked.from_payload(event.payload()) == event
    assert event.sentence() == "baked bread"
    assert event_type("test.baked") is Baked


def test_fields_of_another_release_do_no_harm():
    payload = Baked(what="bread", at=datetime(2026, 3, 10, tzinfo=UTC)).payload()
    assert Baked.from_payload({**payload, "oven": "left"}).what == "bread"


def test_what_is_not_json_is_refused():
    with pytest.raises(TypeError, match="can't hold a set"):
        Baked(what={"bread"}, at=datetime(2026, 3, 10, tzinfo=UTC)).payload()  # type: ignore[arg-type]


def test_two_events_of_one_name_are_refused():
    with pytest.raises(TypeError, match="Two events call themselves"):

        @dataclass(frozen=True, slots=True, kw_only=True)
        class AlsoBaked(DomainEvent):
            type: ClassVar[str] = "test.baked"
