import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from django.conf import settings
from django.test import Client

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.models import Event
from hotwash.kernel.steps import step
from hotwash.process.models import ProcessVersion
from hotwash.respond.models import Incident, Participant
from hotwash.streams import viewers
from hotwash.streams.link import Link
from hotwash.streams.listener import QUEUE_LENGTH, Ear, Listener, Word, read_word
from hotwash.streams.live import Live, last_seen, session_key
from hotwash.streams.presence import FORGET_SECONDS, Presence
from tests.cast import NOON, Cast, make_cast
from tests.kernel.test_steps import KettleBoiled
from tests.streams.asgi import Answer, call

T = TypeVar("T")


class Watcher:
    """A browser that reads a stream: answers as they are sent, and hangs up when told to."""

    def __init__(self, live: Live, path: str, session: str, last: int | None = None) -> None:
        headers = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode())]
        if last is not None:
            headers.append((b"last-event-id", str(last).encode()))
        self._scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        self._hung_up = asyncio.Event()
        self._parts: asyncio.Queue[bytes] = asyncio.Queue()
        self._here: asyncio.Queue[bytes] = asyncio.Queue()
        self._task = asyncio.create_task(live(self._scope, self._receive, self._send))

    async def _receive(self) -> dict[str, object]:
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, object]) -> None:
        if message["type"] == "http.response.body":
            part = bytes(message["body"])  # type: ignore[call-overload]
            await (self._here if part.startswith(b"event: here") else self._parts).put(part)

    async def next(self) -> str:
        return (await asyncio.wait_for(self._parts.get(), 10)).decode()

    async def here(self) -> str:
        """Who is here, as told next; kept apart from what is heard of changes."""
        return (await asyncio.wait_for(self._here.get(), 10)).decode()

    async def hang_up(self) -> None:
        self._hung_up.set()
        await asyncio.wait_for(self._task, 10)

    def nothing_more(self) -> bool:
        return self._parts.empty()


def with_live(dsn: str, scenario: Callable[[Live, Listener], Awaitable[T]]) -> T:
    async def run() -> T:
        link = Link(dsn)
        presence = Presence(link)
        listener = Listener(dsn, presence)
        listening = asyncio.create_task(listener.run())
        try:
            await asyncio.wait_for(listener.listening.wait(), 10)
            return await scenario(Live(link, listener, presence), listener)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await link.close()

    return asyncio.run(run())


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def incidents(cast: Cast) -> tuple[Incident, Incident]:
    """A public one and a private one, in which Rhea takes part."""
    process, _ = ProcessVersion.objects.get_or_create(number=1, defaults={"text": "", "created_at": NOON})
    public, private = (
        Incident.objects.create(title=title, severity="sev2", process_version=process, declared_at=NOON, private=hidden)
        for title, hidden in (("Checkout is slow", False), ("A key leaked", True))
    )
    Participant.objects.create(incident=private, person=cast.rhea, role="responder", since=NOON)
    return public, private


def session_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def boil(incident: Incident | None) -> None:
    with step(actor=SYSTEM, permission=Permission.RESPOND) as record:
        record(KettleBoiled(incident_id=incident.pk if incident else None, cups=1))


def boiled(incident: Incident | None, event: int) -> str:
    number = incident.pk if incident else "null"
    return f'id: {event}\nevent: change\ndata: {{"incident":{number},"type":"test.kettle_boiled"}}\n\n'


def newest() -> int:
    last = Event.objects.last()
    return last.pk if last else 0


def test_an_open_page_hears_of_its_incident_alone(dsn: str, cast: Cast, incidents: tuple[Incident, Incident]) -> None:
    public, private = incidents
    session = session_of(cast.otto)

    async def scenario(live: Live, _: Listener) -> list[str]:
        page = Watcher(live, f"/live/incidents/{public.reference}", session)
        heard = [await page.next()]
        await viewers.in_thread(boil, private)
        await viewers.in_thread(boil, public)
        heard.append(await page.next())
        await page.hang_up()
        return heard

    assert with_live(dsn, scenario) == ["retry: 2000\n\n", boiled(public, newest())]


def test_a_page_that_comes_again_hears_what_it_missed(
    dsn: str, cast: Cast, incidents: tuple[Incident, Incident]
) -> None:
    public, _ = incidents
    boil(public)
    seen = newest()
    boil(None)
    boil(public)
    session = session_of(cast.vera)

    async def scenario(live: Live, _: Listener) -> list[str]:
        page = Watcher(live, f"/live/incidents/{public.pk}", session, last=seen)
        heard = [await page.next(), await page.next()]
        await page.hang_up()
        return [*heard, str(page.nothing_more())]

    assert with_live(dsn, scenario) == ["retry: 2000\n\n", boiled(public, newest()), "True"]


@pytest.mark.parametrize(("name", "hears"), [("otto", False), ("rhea", True), ("ada", True)])
def test_the_inbox_tells_of_a_private_incident_to_those_who_may_see_it(
    dsn: str, cast: Cast, incidents: tuple[Incident, Incident], name: str, hears: bool
) -> None:
    public, private = incidents
    before = newest()
    boil(private)
    hidden = newest()
    boil(public)
    session = session_of(getattr(cast, name))

    async def scenario(live: Live, _: Listener) -> list[str]:
        page = Watcher(live, "/live/inbox", session, last=before)
        heard = [await page.next() for _ in range(3 if hears else 2)]
        await page.hang_up()
        return heard[1:]

    expected = [boiled(private, hidden)] if hears else []
    assert with_live(dsn, scenario) == [*expected, boiled(public, newest())]


def test_pages_of_an_incident_know_who_is_here(dsn: str, cast: Cast, incidents: tuple[Incident, Incident]) -> None:
    public, private = incidents
    otto, ada = session_of(cast.otto), session_of(cast.ada)

    async def scenario(live: Live, _: Listener) -> list[str]:
        first = Watcher(live, f"/live/incidents/{public.pk}", otto)
        told = [await first.here()]
        elsewhere = Watcher(live, f"/live/incidents/{private.pk}", ada)
        await elsewhere.here()
        second = Watcher(live, f"/live/incidents/{public.pk}", ada)
        told.append(await first.here())
        await second.hang_up()
        told.append(await first.here())
        await elsewhere.hang_up()
        await first.hang_up()
        return told

    assert with_live(dsn, scenario) == [
        'event: here\ndata: ["Otto"]\n\n',
        'event: here\ndata: ["Ada","Otto"]\n\n',
        'event: here\ndata: ["Otto"]\n\n',
    ]


def test_a_process_that_is_no_more_is_forgotten() -> None:
    seconds = [0.0]
    presence = Presence(Link(""), lambda: seconds[0])
    told = '{"incident": 7, "process": "%s", "names": ["%s"]}'
    assert presence.hear(told % ("a", "Ada")) == 7
    seconds[0] = FORGET_SECONDS - 1
    presence.hear(told % ("b", "Otto"))
    assert presence.names(7) == ("Ada", "Otto")
    seconds[0] = FORGET_SECONDS + 1
    assert presence.names(7) == ("Otto",)
    presence.hear('{"incident": 7, "process": "b", "names": []}')
    assert presence.names(7) == ()


def test_when_the_door_closes_every_stream_ends(dsn: str, cast: Cast) -> None:
    session = session_of(cast.otto)

    async def scenario(live: Live, listener: Listener) -> list[str]:
        page = Watcher(live, "/live/inbox", session)
        heard = [await page.next()]
        listener.end_all()
        heard.append(await page.next())
        await page.hang_up()
        return heard

    assert with_live(dsn, scenario) == ["retry: 2000\n\n", ""]


@pytest.mark.parametrize(
    ("path", "who", "expected"),
    [
        ("/live/inbox", None, (401, "sign_in")),
        ("/live/incidents/1", None, (401, "sign_in")),
        ("/live/incidents/999999", "otto", (404, "no_incident")),
        ("/live/incidents/private", "otto", (404, "no_incident")),
        ("/live/everything", "ada", (404, "no_stream")),
    ],
)
def test_who_may_not_listen_is_told(
    dsn: str, cast: Cast, incidents: tuple[Incident, Incident], path: str, who: str | None, expected: tuple[int, str]
) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(getattr(cast, who)) if who else 'forged'}"
    path = path.replace("private", str(incidents[1].pk))

    async def scenario(live: Live, _: Listener) -> Answer:
        return await call(live, "GET", path, headers={"cookie": cookie})

    answer = with_live(dsn, scenario)
    assert (answer.status, answer.code()) == expected


def test_a_page_that_does_not_keep_up_is_ended() -> None:
    async def scenario() -> Word | None:
        ear = Ear()
        for number in range(QUEUE_LENGTH + 1):
            ear.hear(Word(None, number))
        return await ear.next(1)

    assert asyncio.run(scenario()) is None


@pytest.mark.parametrize(("payload", "word"), [("42:7", Word(42, 7)), (":7", Word(None, 7))])
def test_words_of_the_event_log(payload: str, word: Word) -> None:
    assert read_word(payload) == word


@pytest.mark.parametrize(("value", "number"), [(b"17", 17), (b"", None), (b"x", None), (b"9" * 30, None)])
def test_a_last_event_id_that_is_nonsense_counts_as_none(value: bytes, number: int | None) -> None:
    assert last_seen({"headers": [(b"last-event-id", value)]}) == number


@pytest.mark.parametrize(("cookie", "key"), [(b"sessionid=abc; a=b", "abc"), (b"", None), (b"\xff;;=", None)])
def test_the_session_is_read_from_the_cookie(cookie: bytes, key: str | None) -> None:
    assert session_key({"headers": [(b"cookie", cookie)]}) == key


@pytest.mark.parametrize("rounds", range(4))
def test_a_page_that_is_let_go_while_it_hears_something_is_gone(rounds: int) -> None:
    async def scenario() -> bool:
        ear = Ear()

        async def listen() -> None:
            while True:
                await ear.next(60)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        ear.hear(Word(1, 1))
        for _ in range(rounds):
            await asyncio.sleep(0)
        listening.cancel()
        await asyncio.wait({listening}, timeout=5)
        gone = listening.cancelled()
        listening.cancel()
        return gone

    assert asyncio.run(scenario())
