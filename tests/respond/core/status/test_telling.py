"""What a page tells machines and feed readers, what can't be set up, how an answer is served."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest

from hotwash.process.core.document import Severity
from hotwash.respond.core.states import IncidentState
from hotwash.respond.core.status import serving
from hotwash.respond.core.status.feeds import atom, rss
from hotwash.respond.core.status.letters import Subscriber, span_words
from hotwash.respond.core.status.page import Component, Page, Story, Word, Work, home_of, name_of
from hotwash.respond.core.status.settings import ComponentValues, PageValues, WorkValues, problem_of_address
from hotwash.respond.core.status.states import ComponentState as S
from hotwash.respond.core.status.states import state_of
from hotwash.respond.core.status.summary import answers

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def page(**values: object) -> Page:
    words = (
        Word(key=8, at=NOON - HOUR, state=IncidentState.MITIGATED, text="Better <now>\nAll of it & more\x01"),
        Word(key=7, at=NOON - 2 * HOUR, state=IncidentState.ACTIVE, text="We look into it."),
    )
    story = Story(
        number=4,
        name="Payments fail",
        state=IncidentState.MITIGATED,
        impact=S.MAJOR,
        began=NOON - 3 * HOUR,
        ended=None,
        words=words,
        components=("Checkout",),
    )
    work = Work(
        number=2,
        name="New disks",
        text="Slow for a while.",
        begins=NOON + HOUR,
        ends=NOON + 2 * HOUR,
        announced=NOON - 24 * HOUR,
        components=("Search",),
    )
    given: dict[str, object] = {
        "slug": "acme",
        "title": "Acme & sons",
        "words": "",
        "zone": ZoneInfo("Europe/Berlin"),
        "public": True,
        "home": "https://status.example/public/status/acme/",
        "made": NOON,
        "components": (
            Component(key=1, name="Checkout", state=S.MAJOR, group="Shop", since=NOON - 30 * HOUR),
            Component(key=2, name="Search", state=S.OPERATIONAL, since=NOON - 30 * HOUR),
        ),
        "stories": (story,),
        "works": (work,),
    }
    return Page(**(given | values))


def test_the_summary_has_the_shape_that_tools_read():
    found = answers(page())["api/v2/summary.json"]
    assert found["page"] == {
        "id": "acme",
        "name": "Acme & sons",
        "url": "https://status.example/public/status/acme/",
        "time_zone": "Europe/Berlin",
        "updated_at": "2026-03-10T12:00:00.000Z",
    }
    assert found["status"] == {"indicator": "critical", "description": "Major outage"}
    assert [(one["name"], one["status"], one["position"]) for one in found["components"]] == [
        ("Checkout", "major_outage", 1),
        ("Search", "operational", 2),
    ]
    (incident,) = found["incidents"]
    assert (incident["status"], incident["impact"], incident["monitoring_at"], incident["resolved_at"]) == (
        "monitoring",
        "critical",
        "2026-03-10T11:00:00.000Z",
        None,
    )
    assert [(word["status"], word["body"]) for word in incident["incident_updates"]] == [
        ("monitoring", "Better <now>\nAll of it & more\x01"),
        ("investigating", "We look into it."),
    ]
    assert [part["name"] for part in incident["components"]] == ["Checkout"]
    (work,) = found["scheduled_maintenances"]
    assert (work["status"], work["scheduled_for"], work["scheduled_until"]) == (
        "scheduled",
        "2026-03-10T13:00:00.000Z",
        "2026-03-10T14:00:00.000Z",
    )


@pytest.mark.parametrize(
    ("after", "upcoming", "active", "whole"), [(0, 1, 0, 1), (1, 0, 1, 1), (1.5, 0, 1, 1), (2, 0, 0, 1)]
)
def test_maintenance_begins_and_ends_by_the_clock(after: float, upcoming: int, active: int, whole: int):
    found = answers(page(made=NOON + after * HOUR))
    key = "scheduled_maintenances"
    assert len(found["api/v2/scheduled-maintenances/upcoming.json"][key]) == upcoming
    assert len(found["api/v2/scheduled-maintenances/active.json"][key]) == active
    assert len(found["api/v2/scheduled-maintenances.json"][key]) == whole


def test_atom_says_everything_that_the_format_asks_for():
    root = ET.fromstring(atom(page()))
    assert root.tag == f"{ATOM}feed"
    assert [root.findtext(ATOM + name) for name in ("id", "title", "updated")] == [
        "https://status.example/public/status/acme/",
        "Acme & sons",
        "2026-03-10T11:00:00Z",
    ]
    assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith("feed.atom")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated", "published", "content"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    first = entries[0]
    assert first.findtext(f"{ATOM}title") == "Payments fail"
    assert "<b>Monitoring</b>, 10 Mar 2026 12:00 CET" in first.findtext(f"{ATOM}content")
    assert "Better &lt;now&gt;<br>All of it &amp; more<" in first.findtext(f"{ATOM}content")


def test_rss_says_everything_that_the_format_asks_for():
    channel = ET.fromstring(rss(page())).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["Payments fail", "Maintenance: New disks"]
    for item in items:
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None


def test_a_page_without_anything_is_a_feed_all_the_same():
    empty = page(components=(), stories=(), works=())
    assert ET.fromstring(atom(empty)).findtext(f"{ATOM}updated") == "2026-03-10T12:00:00Z"
    assert ET.fromstring(rss(empty)).find("channel/item") is None
    assert (empty.headline, empty.known_months) == ("All systems operational", [])


def test_an_open_incident_of_no_component_colours_the_page():
    assert page(components=()).state == S.OPERATIONAL  # it names components, which say it themselves
    story = page().stories[0]
    lone = Story(
        number=story.number,
        name=story.name,
        state=story.state,
        impact=S.PARTIAL,
        began=story.began,
        ended=None,
        words=story.words,
    )
    assert page(components=(), stories=(lone,)).state == S.PARTIAL


@pytest.mark.parametrize(
    ("headline", "subject", "name"),
    [
        ("Payments", "[INC-4] Active: x", "Payments"),
        ("", "[INC-4] Active: Checkout fails", "Checkout fails"),
        ("", "[INC-4] Correction: Resolved: Checkout fails", "Checkout fails"),
        ("", "Checkout: fails", "Checkout: fails"),
        ("", "", "A disturbance"),
    ],
)
def test_what_an_incident_is_called_outside(headline: str, subject: str, name: str):
    assert name_of(headline, subject) == name


@pytest.mark.parametrize(
    ("rank", "said", "state"),
    [
        (1, None, S.MAJOR),
        (2, None, S.PARTIAL),
        (3, None, S.DEGRADED),
        (4, None, S.OPERATIONAL),
        (1, "degraded_performance", S.DEGRADED),
    ],
)
def test_what_a_severity_does_to_a_component(rank: int, said: str | None, state: S):
    assert state_of(Severity(key="s", name="S", meaning="m", rank=rank, component=said)) == state


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"slug": "A b"}, ["slug"]),
        ({"slug": "new"}, ["slug"]),
        ({"slug": "a" * 51}, ["slug"]),
        ({"title": " "}, ["title"]),
        ({"title": "t" * 101, "words": "w" * 10_001}, ["title", "words"]),
        ({"timezone": "Mars/Base"}, ["timezone"]),
        ({"timezone": "../etc"}, ["timezone"]),
        ({"audience": "nobody"}, ["audience"]),
    ],
)
def test_what_can_t_be_about_a_page(values: dict[str, str], fields: list[str]):
    given = PageValues(**({"slug": "acme-eu", "title": "Acme", "audience": "customers"} | values))
    assert [reason.field for reason in given.problems(slug_taken=False, audiences=["customers"])] == fields


def test_names_and_addresses_are_taken_once():
    given = PageValues(slug="acme", title="Acme", audience="customers")
    assert [r.field for r in given.problems(slug_taken=True, audiences=["customers"])] == ["slug"]
    part = ComponentValues(name="Checkout", order=-1)
    problems = part.problems(name_taken=True, service_missing=True, count=100)
    assert [reason.field for reason in problems] == ["name", "service", "order", "name"]


@pytest.mark.parametrize(
    ("begins", "ends", "fields"),
    [
        (NOON, NOON + HOUR, []),
        (NOON, NOON, ["ends_at"]),
        (NOON, NOON + 32 * 24 * HOUR, ["ends_at"]),
        (NOON - 2 * HOUR, NOON - HOUR, ["ends_at"]),
        (NOON.replace(year=2400), NOON.replace(year=2400) + HOUR, ["begins_at"]),
    ],
)
def test_what_can_t_be_about_maintenance(begins: datetime, ends: datetime, fields: list[str]):
    values = WorkValues(title="New disks", begins_at=begins, ends_at=ends)
    assert [reason.field for reason in values.problems(now=NOON, is_new=True)] == fields


@pytest.mark.parametrize(
    ("kind", "address", "fits"),
    [
        ("email", "a.b+c@example.org", True),
        ("email", "a@localhost", True),
        ("email", "a b@example.org", False),
        ("email", "a@example.org\nBcc: x@y.z", False),
        ("email", "a@example.org,b@example.org", False),
        ("email", "x" * 65 + "@example.org", False),
        ("webhook", "https://example.org/hook", True),
        ("webhook", "ftp://example.org", False),
        ("pigeon", "loft 3", False),
    ],
)
def test_addresses_that_can_be_told(kind: str, address: str, fits: bool):
    assert (problem_of_address(kind, address) == "") is fits


def test_how_an_answer_is_served():
    told = serving.headers("application/json", "abc", NOON, public=True)
    assert (told["etag"], told["access-control-allow-origin"]) == ('"abc"', "*")
    assert told["cache-control"].startswith("public, max-age=10")
    inside = serving.headers("text/html", "abc", NOON, public=False)
    assert inside["cache-control"] == "private, no-cache"
    assert "access-control-allow-origin" not in inside
    asked = ['"abc"', 'W/"abc"', '"x", "abc"', "*", "", '"ab"']
    assert [serving.is_known("abc", one) for one in asked] == [True, True, True, True, False, False]
    stale = serving.with_stale_word("<main><!--stale--></main>", NOON, NOON + HOUR)
    assert "from 10 Mar 2026, 12:00 UTC" in stale
    assert "since 10 Mar 2026, 13:00 UTC" in stale


def test_where_letters_go_and_when_work_is():
    hook = Subscriber(number=1, kind="webhook", address="https://e.org/h", link="l", key="status-1-ab")
    mail = Subscriber(number=1, kind="email", address="a@e.org", link="l", key="status-1-ab")
    assert (hook.to, mail.to) == ("https://e.org/h#for=status-1-ab", "a@e.org")
    berlin = ZoneInfo("Europe/Berlin")
    assert span_words(NOON, NOON + HOUR, berlin) == "10 Mar 2026 13:00 to 14:00 CET"
    assert span_words(NOON, NOON + 20 * HOUR, berlin) == "10 Mar 2026 13:00 to 11 Mar 2026 09:00 CET"
    assert (home_of("acme", public=True), home_of("acme", public=False)) == ("/public/status/acme/", "/status/acme/")
