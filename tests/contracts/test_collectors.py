"""Every collector passes this suite. A new plugin adds what answers it to ``FAR_ENDS``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.collectors import Collected, Collector, Query, Window
from hotwash.ports.registry import plugins
from tests.fakes.outside_world import Memory, SampleCollector

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class FarEnd:
    """``make`` gives a far end that knows something at these times; ``options`` lead to it."""

    make: Callable[[tuple[datetime, ...]], Memory]
    text: str = ""
    options: Mapping[str, str] | None = None


FAR_ENDS = {"samples": FarEnd(lambda times: Memory(tuple(int(at.timestamp()) for at in times)))}
COLLECTORS: dict[str, Collector] = {**plugins("collectors", Collector), "samples": SampleCollector()}


def ask(key: str, memory: Memory, begin: datetime, end: datetime) -> list[Collected]:
    far = FAR_ENDS[key]
    query = Query(window=Window(begin, end), text=far.text, options=far.options or {})
    return list(COLLECTORS[key].collect(query, memory))


@pytest.mark.parametrize("key", COLLECTORS)
def test_it_has_a_name_and_a_far_end_in_this_suite(key: str) -> None:
    assert isinstance(COLLECTORS[key], Collector)
    assert COLLECTORS[key].key == key
    assert COLLECTORS[key].title
    assert key in FAR_ENDS


@pytest.mark.parametrize("key", COLLECTORS)
def test_the_window_includes_its_begin_and_not_its_end(key: str) -> None:
    memory = FAR_ENDS[key].make((NOON,))
    assert ask(key, memory, NOON, NOON + HOUR)
    assert ask(key, memory, NOON - HOUR, NOON) == []


@pytest.mark.parametrize("key", COLLECTORS)
def test_an_answer_is_kept_as_it_came_and_can_be_asked_again(key: str) -> None:
    memory = FAR_ENDS[key].make((NOON,))
    first, second = (ask(key, memory, NOON, NOON + HOUR) for _ in range(2))
    assert first == second
    assert all(found.content and found.name and "/" not in found.name and found.query for found in first)


@pytest.mark.parametrize(("status", "retry"), [(503, True), (429, True), (401, False), (400, False)])
@pytest.mark.parametrize("key", COLLECTORS)
def test_a_refusal_says_whether_trying_again_helps(key: str, status: int, retry: bool) -> None:
    memory = FAR_ENDS[key].make((NOON,))
    memory.status = status
    with pytest.raises(PluginError) as refused:
        ask(key, memory, NOON, NOON + HOUR)
    assert refused.value.retry is retry
    assert str(refused.value).endswith(".")
