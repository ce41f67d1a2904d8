"""``hotwash collect``: the same steps as the page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result

from hotwash.cli import collect
from hotwash.cli.main import main
from hotwash.evidence.models import Collection, Collector
from hotwash.evidence.steps import collecting
from hotwash.kernel import clock
from hotwash.kernel.core.http import HttpAnswer
from hotwash.process.queries import current_version
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.fakes.far_ends import FAR_ENDS, Known
from tests.outbox import drain

FAR = FAR_ENDS["prometheus"]
WHEN = ("--from", "2026-03-10T12:00Z", "--to", "2026-03-10T13:00")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Known:
    """The command joins the database of the test; one incident, one collector, one event."""

    @contextmanager
    def opened() -> Iterator[None]:
        yield

    made = FAR.knows(NOON)
    monkeypatch.setattr(collect, "opened", opened)
    monkeypatch.setattr(collecting, "collector_client", lambda: made)
    Incident.objects.create(title="Slow", severity="sev2", process_version=current_version(), declared_at=NOON)
    Collector.objects.create(
        name="Production", kind="prometheus", settings=dict(FAR.settings), query="up == 0", created_at=NOON
    )
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["collect", Incident.objects.get().reference, *words])


def test_it_lists_tries_and_begins():
    assert run().output == "Production  (prometheus)\n"
    assert json.loads(run("--json").output) == {"name": "Production", "kind": "prometheus", "query": "up == 0"}
    tried = run("production", "--dry-run", *WHEN).output.splitlines()
    assert tried[0].startswith("GET https://outside.example/api/v1/query_range?query=up")
    assert tried[1].startswith("1 record in 1 page")
    assert json.loads(run("Production", "--dry-run", "--json", *WHEN).output)["records"] == 1
    assert not Collection.objects.exists()
    assert "is being asked" in run("Production", *WHEN).output
    drain(now=clock.now())
    assert Collection.objects.get().files.get().reference == "E-1"


def test_what_cannot_be_is_bad_use(known: Known):
    assert run("Nobody").exit_code == 2
    assert run("Production", "--query", "").exit_code == 2
    assert run("Production", "--from", "yesterday").exit_code == 2
    assert CliRunner().invoke(main, ["collect", "INC-999"]).exit_code == 2
    known.answers = [HttpAnswer(401, {}, b"")]
    refused = run("Production", "--dry-run", *WHEN)
    assert (refused.exit_code, "refuses the credentials" in refused.output) == (3, True)


def test_waiting_ends_when_the_server_has_done_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collect.time, "sleep", lambda _seconds: drain(now=clock.now()))
    told = json.loads(run("Production", "--wait", "--json", *WHEN).output)
    assert (told["state"], told["records"], told["files"]) == ("done", 1, ["E-1"])
