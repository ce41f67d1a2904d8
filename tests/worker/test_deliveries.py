import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

import pytest
from django.db import OperationalError

from hotwash import flow
from hotwash.respond.models import Delivery, Source
from hotwash.respond.steps import decide_deliveries
from hotwash.respond.steps.alerts import batch
from hotwash.worker.deliveries import BATCH, _decide_all
from tests.cast import NOON


class Broken:
    """A stranger's plugin that breaks its contract."""

    key = "broken"

    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[object]:
        raise KeyError(payload)


@pytest.mark.django_db
def test_a_plugin_with_a_defect_stops_only_its_own_delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "sources", lambda: {"broken": Broken()})
    source = Source.objects.create(plugin="broken", name="one", secret="s")
    Delivery.objects.create(source=source, body=b"{}")
    assert decide_deliveries(now=NOON) == 1
    row = Delivery.objects.get()
    assert (row.state, row.processed_at, row.error) == (
        "unreadable",
        NOON,
        "The plugin “broken” has a defect; see the log.",
    )


class Takers:
    """Stands for the steps: gives these answers one after the other, an exception is raised."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    def __call__(self, *, limit: int, now: datetime) -> int:
        self.asked.append(limit)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def decide_with(takers: Takers, monkeypatch: pytest.MonkeyPatch) -> Takers:
    monkeypatch.setattr(flow, "TAKERS", [takers])
    asyncio.run(_decide_all())
    return takers


def test_it_goes_on_until_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decide_with(Takers(3, 1, 0), monkeypatch).asked == [BATCH] * 3


def test_a_defect_is_told_and_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        decide_with(Takers(ValueError("odd")), monkeypatch)
    assert "tried again" in caplog.text


def test_when_the_database_is_gone_the_worker_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationalError):
        decide_with(Takers(OperationalError("gone")), monkeypatch)
