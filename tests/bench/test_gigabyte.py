"""A log of a gigabyte in an incident: uploaded in pieces, read in the background, scrolled and searched over HTTP."""

import http.cookiejar
import json
import re
import shutil
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests import database
from tests.bench.conftest import figure
from tests.bench.test_bulk import make
from tests.serving import House, wait_until

pytestmark = pytest.mark.bench
SIZE, PIECE = 1_000_000_000, 64 << 20
TIMES = 7


class Visitor:
    """The first administrator, with a browser's cookies."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        form = {"name": "Ada Admin", "email": "ada@example.org", "password": "correct horse battery", "timezone": "UTC"}
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("/welcome").decode())
        assert found
        self.ask("/welcome", urllib.parse.urlencode({**form, "csrfmiddlewaretoken": found[1]}).encode())

    def ask(self, path: str, body: bytes | None = None, method: str = "", **headers: str) -> bytes:
        token = next((cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"), "")
        given = {
            "X-CSRFToken": token,
            "Origin": self.base,
            **{name.replace("_", "-"): headers[name] for name in headers},
        }
        request = urllib.request.Request(self.base + path, body, given, method=method or None)
        with self._opener.open(request, timeout=120) as answer:
            self.headers = answer.headers
            content: bytes = answer.read()
            return content

    def call(self, path: str, body: object = None) -> dict[str, object]:
        sent = None if body is None else json.dumps(body).encode()
        found: dict[str, object] = json.loads(self.ask(f"/api/v1{path}", sent, Content_Type="application/json"))
        return found

    def upload(self, incident: object, path: Path) -> None:
        asked = {"Tus_Resumable": "1.0.0", "Upload_Length": str(path.stat().st_size)}
        name = "filename bGFyZ2UubG9n"  # large.log
        self.ask(f"/api/v1/incidents/{incident}/evidence/uploads", b"", Upload_Metadata=name, **asked)
        address, sent = self.headers["Location"], 0
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                kind = "application/offset+octet-stream"
                self.ask(address, piece, "PATCH", Tus_Resumable="1.0.0", Upload_Offset=str(sent), Content_Type=kind)
                sent += len(piece)

    def milliseconds(self, path: str, holds: bytes) -> float:
        times = []
        for _ in range(TIMES):
            began = time.perf_counter()
            assert holds in self.ask(path), path
            times.append(time.perf_counter() - began)
        return median(times) * 1000


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = database.temporary_folder()
    yield folder
    shutil.rmtree(folder)


def test_a_gigabyte(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "large.log"
    make(path, SIZE)
    with path.open("rb") as file:
        file.seek(SIZE // 2)
        middle = file.read(1000).split(b"\n")[1].decode()
    with House(folder) as house:
        ada = Visitor(house.ready().base)
        incident = ada.call("/incidents", {"title": "Large", "severity": "sev3"})["reference"]
        began = time.monotonic()
        ada.upload(incident, path)
        sent = time.monotonic()
        file = f"/incidents/{incident}/evidence/files/1"
        wait_until(lambda: ada.call(file)["status"] == "read", seconds=600)
        done = time.monotonic()
        figure("A gigabyte uploaded in pieces", f"{SIZE / (sent - began) / 1e6:.0f} MB/s", "")
        figure("... and read in the background", f"{done - sent:.0f} s, {SIZE / (done - sent) / 1e6:.0f} MB/s", "")
        at = urllib.parse.quote(middle[:19])
        words = urllib.parse.quote("session 0x")
        records = f"/incidents/{incident}/evidence/records/"
        figure("Its page", f"{ada.milliseconds(file + '/', b'large.log'):.0f} ms", "at once")
        figure(
            "... at a time in its middle", f"{ada.milliseconds(f'{file}/?at={at}', middle[11:19].encode()):.0f} ms", ""
        )
        figure("... with some words", f"{ada.milliseconds(f'{file}/?words={words}', b'0x'):.0f} ms", "")
        figure("The list of all records", f"{ada.milliseconds(records, b'large.log'):.0f} ms", "at once")
