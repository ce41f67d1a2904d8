"""Chats of an incident get the names of the lists of users that come with them, or after them."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from hotwash.evidence.core.collecting import CollectorValues, RunState
from hotwash.evidence.models import Collector, EvidenceFile
from hotwash.evidence.queries import records_page
from hotwash.evidence.steps import Upload, add_evidence, collecting, save_collector, start_collection, store
from hotwash.ports.collectors import Query, Window
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.core.test_people import DAY, USERS
from tests.fakes.far_ends import FAR_ENDS
from tests.outbox import drain

HOUR = timedelta(hours=1)


def put(incident: Incident, cast: Cast, name: str, content: bytes) -> None:
    upload = Upload(name, store(content))
    assert isinstance(add_evidence(actor=actor(cast.rhea), incident=incident, upload=upload, now=NOON), EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))


def said(incident: Incident) -> list[str]:
    files = EvidenceFile.objects.filter(incident=incident, format="slack").order_by("number")
    return [row.text for file in files for row in records_page(file, 0).rows]


def test_an_export_has_names_whatever_is_read_first(incident: Incident, cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("operations/2026-03-02.json", json.dumps(DAY))
        archive.writestr("users.json", json.dumps(USERS))
    put(incident, cast, "export.zip", packed.getvalue())
    assert said(incident) == ["Rhea: @Rhea rolls back"]


def test_a_list_of_users_that_comes_later_is_enough(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "2026-03-02.json", json.dumps(DAY).encode())
    assert said(incident) == ["U0RHEA: @U0RHEA rolls back"]
    put(incident, cast, "users.json", json.dumps(USERS).encode())
    assert said(incident) == ["Rhea: @Rhea rolls back"]
    assert set(EvidenceFile.objects.values_list("status", flat=True)) == {EvidenceFile.Status.READ}


@pytest.mark.parametrize("count", [0, 4])
def test_what_slack_is_asked_comes_with_threads_and_names(
    incident: Incident, cast: Cast, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    far = FAR_ENDS["slack"]
    known = far.knows(*(NOON + timedelta(minutes=number) for number in range(count)))
    monkeypatch.setattr(collecting, "collector_client", lambda: known)
    wanted = CollectorValues("Slack", "slack", dict(far.settings), far.text)
    made = save_collector(actor=actor(cast.ada), collector=None, wanted=wanted, version=0, now=NOON)
    assert isinstance(made, Collector)
    query = Query(window=Window(NOON, NOON + HOUR), text=far.text)
    start_collection(actor=actor(cast.carl), incident=incident, collector=made, query=query, now=NOON + HOUR)
    drain(now=NOON + HOUR)
    run = made.collections.get()
    assert (run.state, run.records, run.error) == (RunState.DONE, count, "")
    texts = [f"{name}: pool {place} is exhausted, @Carl" for place, name in enumerate(("Carl", "Rhea") * 2)]
    assert sorted(said(incident)) == sorted(texts[:count])
    assert sorted(file.format for file in run.files.all()) == (["slack", "slack.lists"] if count else [])
