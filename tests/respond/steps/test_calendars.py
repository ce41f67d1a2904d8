from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.kernel import clock
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.events import CalendarDue
from hotwash.respond.models import Feed, FollowedCalendar, Override
from hotwash.respond.steps import follow_calendar, forget_calendar, make_feed, read_followed_calendar, revoke_feed
from hotwash.respond.steps.oncall import calendars
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_schedule

pytestmark = pytest.mark.django_db
URL = "https://calendar.example.org/oncall.ics"
DAY = timedelta(days=1)


def ics(*people: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{name}\r\n"
        f"DTSTART:202603{number + 11}T090000Z\r\nDURATION:P1D\r\nEND:VEVENT\r\n"
        for number, name in enumerate(people)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


class Elsewhere:
    """Answers as the calendar of somebody else would."""

    def __init__(self, answer: HttpAnswer | PluginError) -> None:
        self.answer = answer

    def request(self, method: str, url: str, *, headers: object = None, body: bytes = b"") -> HttpAnswer:
        assert (method, url) == ("GET", URL)
        if isinstance(self.answer, PluginError):
            raise self.answer
        return self.answer


def taken() -> list[tuple[str, int]]:
    return [(row.person.name, row.starts_at.day) for row in Override.objects.order_by("starts_at")]


def test_a_feed_is_read_without_signing_in_and_closed_when_it_is_revoked(cast: Cast, client: Client):
    schedule = a_schedule(cast.rhea, cast.carl)
    feeds = [make_feed(actor=actor(cast.rhea), schedule=row, now=NOON) for row in (schedule, None, schedule)]
    whole, own, again = feeds
    assert isinstance(whole, Feed)
    assert isinstance(own, Feed)
    assert (whole == again, whole.secret != own.secret) == (True, True)
    text = client.get(f"/alerts/on-call/feeds/{whole.secret}.ics").content.decode()
    assert ("Rhea on call: Web" in text, "Carl on call: Web" in text) == (True, True)
    text = client.get(f"/alerts/on-call/feeds/{own.secret}.ics").content.decode()
    assert ("Rhea on call: Web" in text, "Carl on call: Web" in text) == (True, False)
    assert isinstance(revoke_feed(actor=actor(cast.otto), feed=whole), Refusal)
    assert revoke_feed(actor=actor(cast.rhea), feed=whole) is None
    assert client.get(f"/alerts/on-call/feeds/{whole.secret}.ics").status_code == 404
    cast.rhea.is_active = False
    cast.rhea.save()
    assert client.get(f"/alerts/on-call/feeds/{own.secret}.ics").status_code == 404


def test_a_file_becomes_overrides_and_says_whom_nobody_knows(cast: Cast):
    schedule = a_schedule(cast.rhea)
    row = follow_calendar(
        actor=actor(cast.ada), schedule=schedule, name="Holidays", source=ics("Otto", "Zoe"), now=NOON
    )
    assert isinstance(row, FollowedCalendar)
    assert (taken(), row.problems) == ([("Otto", 11)], ["Nobody here is meant by “Zoe”."])


def test_an_address_is_read_again_and_replaces_what_is_to_come(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    schedule = a_schedule(cast.rhea)
    row = follow_calendar(actor=actor(cast.ada), schedule=schedule, name="", source=URL, now=NOON)
    assert isinstance(row, FollowedCalendar)

    def read(answer: HttpAnswer | PluginError, days: int) -> FollowedCalendar | None:
        monkeypatch.setattr(calendars, "http_client", lambda: Elsewhere(answer))
        return read_followed_calendar(CalendarDue(calendar=row.pk), now=NOON + days * DAY)

    assert read(HttpAnswer(200, {}, ics("Otto", "Carl")), 0)
    assert taken() == [("Otto", 11), ("Carl", 12)]
    assert read(HttpAnswer(200, {}, ics("Otto", "Rhea")), 0) is None  # not due again yet
    failed = read(PluginError("The other side does not answer.", retry=True), 1)
    assert failed is not None
    assert (failed.problems, len(taken())) == (["The other side does not answer."], 2)
    assert read(HttpAnswer(200, {}, ics("Otto", "Rhea", "Olga")), 2)
    assert taken() == [("Otto", 11), ("Rhea", 12), ("Olga", 13)]
    forget_calendar(actor=actor(cast.ada), calendar=row, now=NOON + 3 * DAY)
    assert taken() == [("Otto", 11), ("Rhea", 12), ("Olga", 13)]  # what was is not forgotten
    assert Override.objects.latest("starts_at").ends_at == NOON + 3 * DAY


@pytest.mark.parametrize("source", ["", "ftp://x", "javascript:alert(1)", b"x" * 5_000_001])
def test_what_cannot_be_followed_is_refused(cast: Cast, source: str | bytes):
    done = follow_calendar(actor=actor(cast.ada), schedule=a_schedule(), name="x", source=source, now=NOON)
    assert (isinstance(done, Refusal), FollowedCalendar.objects.count()) == (True, 0)


def test_the_pages_of_calendars(cast: Cast, client: Client):
    client.force_login(cast.ada)
    schedule = a_schedule(cast.ada)
    here = f"/alerts/on-call/{schedule.pk}/"
    assert client.post(f"{here}feed").status_code == 302
    assert client.post("/alerts/on-call/feeds/new").status_code == 302
    assert Feed.objects.count() == 2
    assert Feed.objects.filter(schedule=schedule).get().secret in client.get(here).content.decode()
    assert client.post(f"/alerts/on-call/feeds/{Feed.objects.first().pk}/end").status_code == 302
    answer = client.post(f"{here}follow", {"name": "N", "url": "nonsense"}, follow=True)
    assert ("This is not a web address" in answer.content.decode(), 'value="nonsense"' in answer.content.decode()) == (
        True,
        True,
    )
    now = clock.now() + DAY
    text = ics("Otto").decode().replace("20260311", f"{now:%Y%m%d}")
    assert client.post(f"{here}follow", {"name": "N", "url": "", "file": as_file(text)}).status_code == 302
    [row] = FollowedCalendar.objects.all()
    assert client.post(f"/alerts/on-call/calendars/{row.pk}/forget").status_code == 302
    assert Override.objects.count() == 0


def as_file(text: str) -> object:
    return SimpleUploadedFile("n.ics", text.encode())
