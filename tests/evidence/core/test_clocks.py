"""Suggested clock offsets: found where sources share things of one time, refused where evidence is thin."""

from random import Random

import pytest

from hotwash.evidence.core.clocks import Kind, Offset, Source, offset_between, shift_text, suggestions, told
from hotwash.evidence.core.landmarks import OFTEN, Landmarks, is_id
from hotwash.ports.formats import Record
from hotwash.ports.stamps import Stamp

NS = 1_000_000_000
HOUR = 3600 * NS
START = 1_772_456_640 * NS


def marks(count: int, shift: float = 0.0, jitter: float = 0.0, seed: int = 1) -> dict[str, int]:
    """The same ``count`` things each time, spread over two hours, seen ``shift`` seconds later."""
    random, late = Random(7), Random(seed)
    return {
        f"req-{n:06d}af": START + int((random.uniform(0, 7200) + shift + late.uniform(0, jitter)) * NS)
        for n in range(count)
    }


def found(two: dict[str, int], one: dict[str, int] | None = None) -> Offset:
    offset = offset_between(one or marks(20), two)
    assert offset is not None
    return offset


@pytest.mark.parametrize(
    ("shift", "kind", "put_right"),
    [
        (0.3, Kind.AGREES, 0),
        (3600, Kind.ZONE, -HOUR),
        (-7200.4, Kind.ZONE, 2 * HOUR),
        (5.5 * 3600 + 0.2, Kind.ZONE, -11 * HOUR // 2),
        (45 * 60, Kind.ZONE, -3 * HOUR // 4),
        (42, Kind.SKEW, -42 * NS),
        (-311, Kind.SKEW, 311 * NS),
        (20 * 3600, Kind.SKEW, -20 * HOUR),
    ],
)
def test_an_offset_is_found_and_named(shift: float, kind: Kind, put_right: int) -> None:
    offset = found(marks(20, shift))
    assert offset.kind is kind
    assert abs(offset.shift - put_right) < 1000
    assert (offset.support, offset.common) == (20, 20)


def test_jitter_of_a_request_changes_no_zone_and_costs_confidence() -> None:
    sharp, blurred = found(marks(20, 3600, 1)), found(marks(20, 3600, 8))
    assert (sharp.kind, blurred.kind, blurred.shift) == (Kind.ZONE, Kind.ZONE, -HOUR)
    assert sharp.confidence > blurred.confidence > 0.8


def test_a_few_things_that_are_said_much_later_do_not_matter() -> None:
    two = marks(20, 42)
    for place, token in enumerate(sorted(two)[:6]):
        two[token] += (place + 1) * 700 * NS
    offset = found(two)
    assert (offset.shift, offset.support, offset.common) == (-42 * NS, 14, 20)
    assert len(offset.pairs) == 5
    assert all(pair.two - pair.one == 42 * NS for pair in offset.pairs)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_thin_evidence_is_refused(count: int) -> None:
    assert offset_between(marks(count), marks(count, 3600)) is None


def test_scattered_evidence_is_refused() -> None:
    random = Random(3)
    two = {token: ns + random.randrange(-7200, 7200) * NS for token, ns in marks(40).items()}
    assert offset_between(marks(40), two) is None


def test_two_offsets_of_the_same_weight_are_refused() -> None:
    two = {token: ns + (HOUR if place % 2 else 0) for place, (token, ns) in enumerate(marks(20).items())}
    assert offset_between(marks(20), two) is None


def test_few_things_in_common_make_less_sure() -> None:
    few = offset_between(marks(3), marks(3, 3600))
    assert few is not None
    assert few.confidence < found(marks(20, 3600)).confidence


def test_the_source_with_a_guessed_zone_is_the_one_that_is_off() -> None:
    (one,) = suggestions([Source("messages", marks(9, 3600), zoned=False), Source("app", marks(9))])
    assert (one.name, one.against, one.offset.shift, one.offset.kind) == ("messages", "app", -HOUR, Kind.ZONE)
    assert told(one) == (
        "messages: its zone seems to be read wrongly. -1 h makes it agree with app: "
        "9 of 9 things that both report say so (confidence 0.94)."
    )


def test_of_three_the_one_that_stands_alone_is_off() -> None:
    (one,) = suggestions([Source("a", marks(9, 42)), Source("b", marks(9)), Source("c", marks(9))])
    assert (one.name, one.offset.shift) == ("a", -42 * NS)


def test_what_very_many_sources_say_joins_none_of_them() -> None:
    assert suggestions([Source(str(n), marks(5, n * 60)) for n in range(40)]) == []
    assert suggestions([]) == []


def record(second: float, text: str, kind: str = "log", **fields: str) -> Record:
    return Record(Stamp(START + int(second * NS), 3, 0), text, kind=kind, fields=fields)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("7d8f5c1a-9b3e-4f60-8d21-0123456789ab", True),
        ("4bf92f3577b34da6a3ce929d0e0e4736", True),
        ("run-CZcmD7eagjhyX0vN", True),
        ("i-0abc1234def567890", True),
        ("INC0012345", True),
        ("2026-03-10T14", False),
        ("20260310T140501", False),
        ("http-nio-8080-exec-12", False),
        ("linux-image-6-1-0-18-amd64", False),
        ("NullPointerException", False),
        ("123456789012", False),
        ("ip-10-0-12-34", False),
    ],
)
def test_ids_are_told_from_other_words(word: str, wanted: bool) -> None:
    assert is_id(word) is wanted


def test_landmarks_are_first_times_of_what_is_said_for_a_short_while() -> None:
    seen = Landmarks()
    for one in (
        record(5, "took request 4bf92f3577b34da6a3ce929d0e0e4736 on"),
        record(6, "done with 4bf92f3577b34da6a3ce929d0e0e4736"),
        record(0, "node ip-9f8e7d6c5b4a joined"),
        record(7000, "node ip-9f8e7d6c5b4a left"),
        record(9, "CheckoutErrors firing", "alert.firing"),
        record(9, "DispatcherServlet ready"),
        record(11, "x", trace_id="abc"),
        Record(None, "no time for 5bf92f3577b34da6a3ce929d0e0e4736"),
    ):
        seen.feed(one)
    assert seen.found() == {
        "4bf92f3577b34da6a3ce929d0e0e4736": START + 5 * NS,
        "CheckoutErrors": START + 9 * NS,
        "abc": START + 11 * NS,
    }


def test_what_is_said_all_the_time_is_no_landmark() -> None:
    seen = Landmarks()
    for n in range(OFTEN + 1):
        seen.feed(record(n, "lease 4bf92f3577b34da6 renewed"))
    assert seen.found() == {}


def test_samples_of_large_sources_hold_the_same_things_in_bounded_memory() -> None:
    one, two = Landmarks(kept=50), Landmarks(kept=50)
    for n in range(5000):
        one.feed(record(n, f"request {n:08x}deadbeef0 in"))
        two.feed(record(n + 3600, f"request {n:08x}deadbeef0 out"))
    assert len(one.found()) == len(two.found()) == 50
    offset = offset_between(one.found(), two.found())
    assert offset is not None
    assert (offset.kind, offset.shift, offset.support) == (Kind.ZONE, -HOUR, 50)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3600, "+1 h"), (-19800, "-5 h 30 min"), (42.5, "+42.5 s"), (-311, "-5 min 11 s"), (2700, "+45 min")],
)
def test_shifts_in_words(seconds: float, text: str) -> None:
    assert shift_text(int(seconds * NS)) == text
