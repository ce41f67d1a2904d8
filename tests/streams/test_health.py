import asyncio

from hotwash.respond.models import Delivery, Source
from hotwash.streams.health import Health
from hotwash.streams.link import Link
from tests.streams.asgi import Answer, call


def ask(dsn: str, path: str) -> Answer:
    async def run() -> Answer:
        link = Link(dsn)
        answer = await call(Health(link), "GET", path)
        await link.close()
        return answer

    return asyncio.run(run())


def test_it_lives_without_a_database() -> None:
    assert ask("host=/nowhere", "/healthz").status == 200


def test_it_is_ready_with_a_migrated_database(dsn: str) -> None:
    assert ask(dsn, "/readyz").body == b"ready\n"


def test_without_a_database_it_says_so() -> None:
    answer = ask("host=/nowhere", "/readyz")
    assert (answer.status, answer.body) == (503, b"The database can't be reached.\n")


def test_an_empty_database_is_not_ready(dsn: str) -> None:
    answer = ask(f"{dsn} options='-c search_path=nowhere'", "/readyz")
    assert (answer.status, answer.body) == (503, b"The database is not migrated.\n")


def test_metrics_count_what_waits(dsn: str) -> None:
    source = Source.objects.create(plugin="alertmanager", name="one", secret="s")
    Delivery.objects.create(source=source, body=b"{}")
    assert b"hotwash_deliveries_waiting 1.0\n" in ask(dsn, "/metrics").body
