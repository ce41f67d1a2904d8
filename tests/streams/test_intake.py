import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import pytest
from django.db import connection

from hotwash.respond.models import Delivery, Source
from hotwash.streams.groups import GroupCommit
from hotwash.streams.intake import Intake, declared_length, headers_json, json_problem
from hotwash.streams.link import Link
from hotwash.streams.sources import Sources, loader
from hotwash.streams.store import Store
from tests.streams.asgi import Answer, call

T = TypeVar("T")
LIMIT = 1_000
ALERT = b'{"status": "firing", "alerts": []}'


@pytest.fixture
def source(transactional_db: None) -> Source:
    return Source.objects.create(plugin="alertmanager", name="Prometheus in Oslo", secret="xyzzy-plugh")


def with_intake(dsn: str, scenario: Callable[[Intake], Awaitable[T]]) -> T:
    async def run() -> T:
        link = Link(dsn)
        groups = GroupCommit(Store(link, lambda: None).write, max_waiting_bytes=LIMIT * 5)
        writer = asyncio.create_task(groups.run())
        try:
            return await scenario(Intake(Sources(loader(link)), groups, LIMIT))
        finally:
            writer.cancel()
            await link.close()

    return asyncio.run(run())


def post(dsn: str, path: str, chunks: Iterable[bytes], **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return with_intake(dsn, lambda intake: call(intake, "POST", path, chunks, named))


def test_a_delivery_is_stored_as_it_came_before_it_is_acknowledged(dsn: str, source: Source) -> None:
    answer = post(
        dsn, "/in/alertmanager/xyzzy-plugh", [ALERT[:7], ALERT[7:]], content_type="application/json", cookie="secret"
    )
    row = Delivery.objects.get()
    assert (answer.status, answer.json()) == (202, {"delivery": row.pk})
    assert (row.source_id, bytes(row.body), row.headers) == (source.pk, ALERT, {"content-type": "application/json"})
    assert (row.state, row.processed_at, row.decision) == ("waiting", None, [])


def test_many_at_once_each_get_their_own_number(dsn: str, source: Source) -> None:
    async def scenario(intake: Intake) -> list[Answer]:
        bodies = [b'{"n": %d}' % number for number in range(20)]
        return await asyncio.gather(*(call(intake, "POST", "/in/alertmanager/xyzzy-plugh", [body]) for body in bodies))

    answers = with_intake(dsn, scenario)
    stored = {row.pk: bytes(row.body) for row in Delivery.objects.all()}
    assert [stored[int(str(answer.json()["delivery"]))] for answer in answers] == [  # type: ignore[index]
        b'{"n": %d}' % number for number in range(20)
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/in/alertmanager/wrong",
        "/in/grafana/xyzzy-plugh",
        "/in/alertmanager/",
        "/in/",
        "/in/alertmanager/xyzzy-plugh/more",
    ],
)
def test_any_other_address_is_not_found(dsn: str, source: Source, path: str) -> None:
    answer = post(dsn, path, [ALERT])
    assert (answer.status, answer.code(), Delivery.objects.count()) == (404, "no_source", 0)


def test_a_source_that_is_switched_off_is_not_found(dsn: str, source: Source) -> None:
    Source.objects.update(enabled=False)
    assert post(dsn, "/in/alertmanager/xyzzy-plugh", [ALERT]).status == 404


def test_a_source_made_a_moment_ago_is_found(dsn: str, transactional_db: None) -> None:
    async def scenario(intake: Intake) -> list[int]:
        before = await call(intake, "POST", "/in/grafana/new", [ALERT])
        await asyncio.to_thread(make)
        await asyncio.sleep(0.25)  # wrong secrets may ask the database only so often
        return [before.status, (await call(intake, "POST", "/in/grafana/new", [ALERT])).status]

    def make() -> None:
        Source.objects.create(plugin="grafana", name="new", secret="new")
        connection.close()

    assert with_intake(dsn, scenario) == [404, 202]


def test_malformed_json_is_told_and_kept(dsn: str, source: Source) -> None:
    answer = post(dsn, "/in/alertmanager/xyzzy-plugh", [b'{"status": '], content_type="application/json")
    row = Delivery.objects.get()
    assert (answer.status, answer.code(), bytes(row.body)) == (400, "not_json", b'{"status": ')
    assert f"delivery {row.pk}" in answer.body.decode()


@pytest.mark.parametrize("size", [LIMIT + 1, LIMIT * 3, LIMIT * 50])
def test_a_body_that_is_too_large_is_refused_with_the_limit(dsn: str, source: Source, size: int) -> None:
    answer = post(dsn, "/in/alertmanager/xyzzy-plugh", [b"x" * 400] * (size // 400 + 1), content_length=str(size))
    assert (answer.status, answer.code(), Delivery.objects.count()) == (413, "too_large", 0)
    assert "larger than 0.001 MB" in answer.body.decode()


def test_only_post_is_taken(dsn: str, source: Source) -> None:
    answer = with_intake(dsn, lambda intake: call(intake, "GET", "/in/alertmanager/xyzzy-plugh"))
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


def test_without_a_database_the_sender_is_asked_to_come_again(tmp_path: object) -> None:
    answer = post(f"host={tmp_path} dbname=none", "/in/alertmanager/xyzzy-plugh", [ALERT])
    assert (answer.status, answer.code(), answer.headers["retry-after"]) == (503, "unavailable", "5")


@pytest.mark.parametrize(
    ("kind", "body", "wrong"),
    [
        (b"application/json", b"{}", False),
        (b"application/json", b"", True),
        (b"application/json", b'{"a": NaN}', True),
        (b"application/vnd.api+json; charset=utf-8", b"{", True),
        (b"text/plain", b'  {"a": 1', True),
        (b"text/plain", b"[1, 2]", False),
        (b"text/plain", b"service is down", False),
        (b"application/octet-stream", b"\x00\xff\x00", False),
    ],
)
def test_what_counts_as_broken_json(kind: bytes, body: bytes, wrong: bool) -> None:
    assert bool(json_problem([(b"content-type", kind)], body)) is wrong


def test_headers_are_kept_without_credentials() -> None:
    headers = [
        (b"user-agent", b"Alertmanager"),
        (b"authorization", b"Bearer x"),
        (b"cookie", b"a"),
        (b"x-name", b"\xe9"),
    ]
    assert headers_json(headers) == '{"user-agent":"Alertmanager","x-name":"é"}'


@pytest.mark.parametrize(("value", "length"), [(b"12", 12), (b"-1", 0), (b"many", 0)])
def test_a_declared_length_that_is_nonsense_counts_as_none(value: bytes, length: int) -> None:
    assert declared_length([(b"content-length", value)]) == length


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_heartbeat_is_heard_by_asking_for_its_address(dsn: str, transactional_db: None, method: str) -> None:
    Source.objects.create(plugin="heartbeat", name="Backup", secret="xyzzy")
    answer = with_intake(dsn, lambda intake: call(intake, method, "/in/heartbeat/xyzzy"))
    assert (answer.status, bytes(Delivery.objects.get().body)) == (202, b'{"status": "up"}')
