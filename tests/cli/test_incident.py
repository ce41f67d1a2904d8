"""``hotwash incident``: the same steps as the pages, told in text or JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result

from hotwash.cli import incident
from hotwash.cli.main import main
from hotwash.directory.models import Service, Team
from hotwash.respond.models import Incident, Note
from tests.cast import Cast


@pytest.fixture(autouse=True)
def already_open(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The command joins the database of the test instead of opening one."""

    @contextmanager
    def opened() -> Iterator[None]:
        yield

    monkeypatch.setattr(incident, "opened", opened)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["incident", *words])


def test_an_incident_is_declared_listed_and_shown(cast: Cast):
    team = Team.objects.create(name="Payments", slug="payments")
    Service.objects.create(name="Checkout", slug="checkout", owner=team)
    started = ("--started", "2026-03-02T13:01Z")
    done = run("declare", "Checkout answers 502", "--severity", "sev2", "--service", "checkout", *started, "--json")
    told = json.loads(done.output)
    assert (told["title"], told["state"], told["started_at"]) == (
        "Checkout answers 502",
        "active",
        "2026-03-02T13:01:00Z",
    )
    row = Incident.objects.get()
    assert [service.slug for service in row.services.all()] == ["checkout"]
    assert run("list", "--state", "open").output.split()[:3] == [row.reference, "sev2", "active"]
    assert json.loads(run("list", "--json").output)["reference"] == row.reference
    shown = run("show", row.reference).output
    assert "Checkout answers 502" in shown
    assert "2026-03-02 13:01 UTC" in shown
    stages = json.loads(run("show", row.reference, "--json").output)["stages"]
    assert list(stages) == ["respond", "team", "evidence", "analysis", "actions", "report", "improve"]
    assert run("note", row.reference, "Rolled back", "--as", cast.rhea.email).exit_code == 0
    assert Note.objects.get().person_id == cast.rhea.pk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("declare", "x", "--severity", "enormous"), "Choose one of the severities"),
        (("declare", "x", "--severity", "sev2", "--service", "nowhere"), "There is no service nowhere"),
        (("declare", "x", "--severity", "sev2", "--started", "soon"), "soon is no time"),
        (("declare", "x", "--severity", "sev2", "--as", "who@example.org"), "who@example.org"),
        (("show", "INC-99"), "There is no incident INC-99"),
        (("note", "INC-99", "x"), "There is no incident INC-99"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str):
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output
    assert not Incident.objects.exists()


def test_nothing_found_is_said_beside_the_output():
    assert run("list").output == "No incident is like that.\n"
    assert run("list", "--json").output == ""


def test_a_viewer_declares_nothing(cast: Cast):
    done = run("declare", "x", "--severity", "sev2", "--as", cast.vera.email)
    assert (done.exit_code, Incident.objects.count()) == (2, 0)
    assert "may not do this" in done.output
