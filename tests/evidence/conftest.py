"""An incident with its people, and evidence written by us."""

import json
from datetime import timedelta

import pytest

from hotwash.process.queries import current_version
from hotwash.respond.models import Incident, Participant
from tests.cast import NOON, Cast

SECRET = "AKIA" + "HOTWASHEXAMPLE77"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    made = Incident.objects.create(
        title="Checkout answers 502",
        severity="sev1",
        process_version=current_version(),
        declared_at=NOON,
        started_at=NOON - timedelta(minutes=5),
        detected_at=NOON,
    )
    Participant.objects.create(incident=made, person=cast.carl, role="commander", since=NOON)
    return made


@pytest.fixture
def private(cast: Cast) -> Incident:
    made = Incident.objects.create(
        title="Private", severity="sev1", process_version=current_version(), declared_at=NOON, private=True
    )
    Participant.objects.create(incident=made, person=cast.carl, role="commander", since=NOON)
    return made


def app_log() -> bytes:
    rows = [
        {"time": (NOON + timedelta(seconds=n)).isoformat(), "level": "info", "msg": f"order {n} placed"}
        for n in range(30)
    ]
    rows.append({"time": (NOON + timedelta(seconds=40)).isoformat(), "level": "error", "msg": f"refused, key {SECRET}"})
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
