"""The team's calendar on a real CalDAV server, Radicale: entries stand there, move, and people's answers come back."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from hotwash.kernel.core.calendar import Meeting, answers_in, kept_entry
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.http import HttpClient
from hotwash.plugins.calendars.caldav import plugin
from hotwash.ports.calendars import Shelf
from tests.integration.servers import free_port, running
from tests.serving import wait_until

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
UID = "team-7@hotwash"
WHO = ("hotwash", "s3cr3t")
COLLECTION = """<?xml version="1.0"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype><displayname>Team</displayname></prop></set></mkcol>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(":".join(WHO))
    port = free_port()
    options = {
        "server": {"hosts": f"127.0.0.1:{port}"},
        "auth": {"type": "htpasswd", "htpasswd_filename": folder / "users", "htpasswd_encryption": "plain"},
        "storage": {"filesystem_folder": folder / "collections"},
    }
    lines = [f"[{part}]\n" + "\n".join(f"{k} = {v}" for k, v in values.items()) for part, values in options.items()]
    (folder / "config").write_text("\n".join(lines))
    base = f"http://127.0.0.1:{port}"
    with running([sys.executable, "-m", "radicale", "--config", str(folder / "config")], folder) as server:
        wait_until(lambda: answers(base) or server.poll() is not None)
        made = httpx2.request("MKCOL", f"{base}/hotwash/team/", content=COLLECTION, auth=WHO)
        assert made.status_code == 201, made.text
        yield f"{base}/hotwash/team/"


def answers(base: str) -> bool:
    try:
        return httpx2.get(base).status_code < 500
    except httpx2.TransportError:
        return False


@pytest.fixture
def shelf(address: str) -> Shelf:
    return Shelf(address, HttpClient(allow_private=True), *WHO)


def meeting(sequence: int = 0) -> Meeting:
    return Meeting(
        uid=UID,
        title="Post-mortem of INC-7: Überlast",
        starts_at=NOON + timedelta(days=sequence),
        minutes=60,
        organizer="hotwash@example.org",
        people=[("Ada", "ada@example.org"), ("Olga", "olga@example.org")],
        sequence=sequence,
    )


def test_an_entry_stands_moves_and_is_answered(shelf: Shelf):
    assert plugin.read(UID, shelf) == ""
    for sequence in (0, 1):
        plugin.put(UID, kept_entry(meeting(sequence), NOON), shelf)
    (found,) = answers_in(plugin.read(UID, shelf))
    assert (found.uid, found.sequence, found.accepts) == (UID, 1, {})
    assert "Überlast" in plugin.read(UID, shelf)
    # a calendar program of Olga's writes her answer into the same resource
    here = f"{shelf.address}{UID}.ics"
    theirs = httpx2.get(here, auth=WHO).text.replace("\r\n ", "")
    lines = [
        line.replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED") if "olga" in line else line
        for line in theirs.split("\r\n")
    ]
    written = httpx2.put(here, content="\r\n".join(lines), auth=WHO, headers={"content-type": "text/calendar"})
    assert written.status_code in {201, 204}
    assert [one.accepts for one in answers_in(plugin.read(UID, shelf))] == [{"olga@example.org": False}]


@pytest.mark.parametrize(
    ("user", "password", "path", "told"),
    [
        ("hotwash", "wrong", "", "name and password"),
        ("hotwash", "s3cr3t", "deeper/", "does not let this account write there"),
        ("hotwash", "s3cr3t", "../none/", "There is no calendar"),
    ],
)
def test_what_is_wrong_is_said(shelf: Shelf, user: str, password: str, path: str, told: str):
    other = Shelf(f"{shelf.address}{path}", shelf.http, user, password)
    with pytest.raises(PluginError, match=told) as found:
        plugin.put(UID, kept_entry(meeting(), NOON), other)
    assert "s3cr3t" not in str(found.value)
    assert found.value.retry


def test_a_server_that_is_gone_is_tried_again():
    gone = Shelf(f"http://127.0.0.1:{free_port()}/", HttpClient(allow_private=True), *WHO)
    with pytest.raises(PluginError) as found:
        plugin.put(UID, kept_entry(meeting(), NOON), gone)
    assert found.value.retry
