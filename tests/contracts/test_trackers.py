"""Every tracker passes this suite. A new plugin adds what answers it to ``FAR_ENDS``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.registry import plugins
from hotwash.ports.trackers import Ticket, TicketState, Tracker
from tests.fakes.outside_world import BookTracker, Memory

FAR_ENDS: dict[str, Callable[[], Memory]] = {"book": Memory}
TRACKERS: dict[str, Tracker] = {**plugins("trackers", Tracker), "book": BookTracker()}
TICKET = Ticket(
    reference="INC-42 A-3",
    title="Alert when the pool is 80 % full",
    text="Überlast was seen <late>.",
    link="https://hotwash.example.org/incidents/INC-42/actions/3/",
    due=date(2026, 4, 1),
)


@pytest.mark.parametrize("key", TRACKERS)
def test_it_has_a_name_and_a_far_end_in_this_suite(key: str) -> None:
    assert isinstance(TRACKERS[key], Tracker)
    assert TRACKERS[key].key == key
    assert TRACKERS[key].title
    assert key in FAR_ENDS


@pytest.mark.parametrize("key", TRACKERS)
def test_what_is_sent_can_be_read_back(key: str) -> None:
    memory = FAR_ENDS[key]()
    made = TRACKERS[key].create(TICKET, {}, memory)
    assert (made.title, made.state, made.due) == (TICKET.title, TicketState.OPEN, TICKET.due)
    assert TRACKERS[key].read(made.key, {}, memory) == made
    assert made.url.startswith("https://")


@pytest.mark.parametrize("key", TRACKERS)
def test_sending_the_same_action_twice_makes_one_ticket(key: str) -> None:
    memory = FAR_ENDS[key]()
    first = TRACKERS[key].create(TICKET, {}, memory)
    again = TRACKERS[key].create(TICKET, {}, memory)
    other = TRACKERS[key].create(replace(TICKET, reference="INC-42 A-33"), {}, memory)
    assert first.key == again.key != other.key


@pytest.mark.parametrize("key", TRACKERS)
def test_a_change_arrives(key: str) -> None:
    memory = FAR_ENDS[key]()
    made = TRACKERS[key].create(TICKET, {}, memory)
    changed = replace(TICKET, state=TicketState.DONE, title="Alert at 80 %")
    assert TRACKERS[key].update(made.key, changed, {}, memory).state == TicketState.DONE
    assert TRACKERS[key].read(made.key, {}, memory).title == "Alert at 80 %"


@pytest.mark.parametrize(("status", "retry"), [(503, True), (429, True), (401, False), (404, False)])
@pytest.mark.parametrize("key", TRACKERS)
def test_a_refusal_says_whether_trying_again_helps(key: str, status: int, retry: bool) -> None:
    memory = FAR_ENDS[key]()
    memory.status = status
    with pytest.raises(PluginError) as refused:
        TRACKERS[key].read("T1", {}, memory)
    assert refused.value.retry is retry
