"""Which incidents colour a component, and which words stand on a page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status.assembling import Heard, Part, Setting, Trouble, Window, page_of
from hotwash.respond.core.status.news import Told
from hotwash.respond.core.status.page import Work
from hotwash.respond.core.status.states import ComponentState as S

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PART = Part(number=1, name="Checkout", group="", description="", service=7, since=NOON - 90 * 24 * HOUR)


def setting(*, at_once: bool = True) -> Setting:
    zone = ZoneInfo("UTC")
    return Setting(slug="a", title="A", words="", zone=zone, public=True, home="https://a/", at_once=at_once)


def heard(text: str = "We look.", hours: float = -1, impact: S = S.MAJOR, **told: object) -> Heard:
    given = {"number": 1, "incident": 4, "headline": "", "subject": "[INC-4] Active: It fails", "said": text}
    return Heard(NOON + hours * HOUR, impact, Told(**(given | {"text": f"<{text}>", "state": "active"} | told)))


def trouble(**values: object) -> Trouble:
    given = {"number": 4, "state": IncidentState.ACTIVE, "impact": S.MAJOR, "declared": NOON - HOUR}
    return Trouble(**(given | {"services": frozenset({7})} | values))


def page(*troubles: Trouble, works: tuple[Work, ...] = (), at_once: bool = True, part: Part = PART):
    return page_of(setting(at_once=at_once), [part], troubles, works, Window(2, 0), NOON)


@pytest.mark.parametrize(
    ("values", "at_once", "state"),
    [
        ({}, True, S.MAJOR),
        ({}, False, S.OPERATIONAL),
        ({"heard": (heard(),)}, False, S.MAJOR),
        ({"services": frozenset({8})}, True, S.OPERATIONAL),
        ({"near_miss": True, "heard": (heard(),)}, True, S.OPERATIONAL),
        ({"mitigated": NOON}, True, S.OPERATIONAL),
        ({"resolved": NOON - HOUR / 2}, True, S.OPERATIONAL),
        ({"resolved": NOON - 5 * HOUR}, True, S.OPERATIONAL),  # times that contradict each other make no span backwards
    ],
)
def test_what_colours_a_component(values: dict[str, object], at_once: bool, state: S):
    assert page(trouble(**values), at_once=at_once).components[0].state == state


def test_an_incident_disturbs_from_its_start_not_from_when_it_was_seen():
    assert trouble().span.begins == NOON - HOUR
    assert trouble(detected=NOON - 2 * HOUR).span.begins == NOON - 2 * HOUR
    assert trouble(detected=NOON - 2 * HOUR, started=NOON - 3 * HOUR).span.begins == NOON - 3 * HOUR


def test_a_story_is_told_in_the_words_of_its_audience():
    (story,) = page(
        trouble(
            heard=(
                heard("Better.", -0.2, S.DEGRADED, number=3, headline="Paying is slow", state="mitigated"),
                heard("", -0.5, number=2),  # sent before words were kept apart from the template
                heard(corrects=True),
            ),
            services=frozenset({7, 9}),
        )
    ).stories
    assert (story.name, story.impact, story.components) == ("Paying is slow", S.MAJOR, ("Checkout",))
    assert [(word.text, word.phase, word.corrects) for word in story.words] == [
        ("Better.", "monitoring", False),
        ("<>", "investigating", False),
        ("We look.", "investigating", True),
    ]


def test_what_nobody_was_told_of_is_no_story():
    assert page(trouble()).stories == ()


def test_a_part_that_follows_no_service_is_touched_by_no_incident():
    part = Part(number=2, name="Telephone", group="", description="", service=None, since=PART.since)
    found = page(trouble(heard=(heard(),), services=frozenset()), part=part)
    assert (found.components[0].state, found.stories[0].components) == (S.OPERATIONAL, ())


def test_maintenance_of_a_part_holds_while_it_lasts():
    work = Work(number=1, name="W", text="", begins=NOON, ends=NOON + HOUR, announced=NOON, components=("Checkout",))
    assert page(works=(work,)).components[0].state == S.MAINTENANCE
