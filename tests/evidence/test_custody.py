"""A bundle of an incident that `hotwash verify` finds whole, and everything that may be wrong with one."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.cli import incident as incident_command
from hotwash.cli.main import main
from hotwash.cli.offline.verify import command
from hotwash.kernel import storage
from hotwash.kernel.models import Event
from hotwash.respond.models import Incident
from tests.cast import Cast
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain


@pytest.fixture
def api(cast: Cast, incident: Incident) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    file = SimpleUploadedFile("app.jsonl", app_log())
    client.post(f"/api/v1/incidents/{incident.reference}/evidence/files", {"files": [file], "path": "logs/app.jsonl"})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    return client


def taken(api: Client, incident: Incident, **body: object) -> bytes:
    address = f"/api/v1/incidents/{incident.reference}/evidence/bundle"
    answer = api.post(address, {"originals": False, **body}, content_type="application/json")
    assert answer["Content-Disposition"] == f'attachment; filename="{incident.reference}-evidence.zip"'
    return b"".join(answer.streaming_content)


def problems(path: Path) -> tuple[int, list[str]]:
    result = CliRunner().invoke(command, [str(path), "--json"])
    return result.exit_code, json.loads(result.output)["problems"]


def test_a_bundle_with_originals_is_whole(api: Client, incident: Incident, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(taken(api, incident, originals=True, why="for the insurer"))
    assert problems(path) == (0, [])
    archive = zipfile.ZipFile(path)
    top = f"{incident.reference}-evidence/data/"
    assert archive.read(f"{top}originals/E-1/app.jsonl") == app_log()
    assert SECRET.encode() not in archive.read(f"{top}masked/E-1/app.jsonl.txt")
    assert archive.read(f"{top}records/E-1.parquet")[:4] == b"PAR1"
    (file,) = [json.loads(line) for line in archive.read(f"{top}files.jsonl").splitlines()]
    assert (file["format"], file["records"], file["masked"], file["added_by"]) == (
        "json",
        31,
        {"AWS key id": 1},
        "Rhea",
    )
    last = json.loads(archive.read(f"{top}events.jsonl").splitlines()[-1])
    assert (last["type"], last["why"], last["payload"]["originals"]) == (
        "evidence.bundle_taken",
        "for the insurer",
        True,
    )


def test_a_masked_bundle_holds_no_secret_and_is_for_readers_too(
    api: Client, cast: Cast, incident: Incident, tmp_path: Path
) -> None:
    api.force_login(cast.vera)
    path = tmp_path / "x.zip"
    path.write_bytes(taken(api, incident))
    assert problems(path) == (0, [])
    archive = zipfile.ZipFile(path)
    assert [name for name in archive.namelist() if "originals" in name] == []
    assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())


def test_originals_need_a_reason_and_the_right(api: Client, cast: Cast, incident: Incident) -> None:
    address = f"/api/v1/incidents/{incident.reference}/evidence/bundle"
    answer = api.post(address, {"originals": True, "why": "  "}, content_type="application/json")
    assert (answer.status_code, answer.json()["reasons"][0]["field"]) == (422, "why")
    api.force_login(cast.vera)
    assert api.post(address, {"originals": True, "why": "x"}, content_type="application/json").status_code == 403
    assert not Event.objects.filter(type="evidence.bundle_taken").exists()


def test_a_private_incident_gives_no_bundle(cast: Cast, private: Incident) -> None:
    client = Client()
    client.force_login(cast.otto)
    address = f"/incidents/{private.reference}/evidence/custody/"
    assert (client.get(address).status_code, client.post(address, {"holds": "masked"}).status_code) == (404, 404)


def test_the_page_gives_the_bundle_and_tells_who_took_what(api: Client, incident: Incident) -> None:
    address = f"/incidents/{incident.reference}/evidence/custody/"
    refused = api.post(address, {"holds": "originals", "why": ""})
    assert (refused.status_code, "Say why you need the originals" in refused.content.decode()) == (422, True)
    given = api.post(address, {"holds": "originals", "why": "the auditor asks"})
    assert (given["Content-Type"], b"".join(given.streaming_content)[:2]) == ("application/zip", b"PK")
    original = api.post(f"/incidents/{incident.reference}/evidence/files/1/original", {"why": "to look at line 3"})
    assert b"".join(original.streaming_content) == app_log()
    page = api.get(address).content.decode()
    assert "downloaded the bundle of 1 files with originals" in page
    assert "to look at line 3" in page
    told = api.get(f"/api/v1/incidents/{incident.reference}/evidence/custody").json()
    assert [(row["who"], row["what"], row["why"]) for row in told] == [
        ("Rhea", "downloaded the original of E-1", "to look at line 3"),
        ("Rhea", "downloaded the bundle of 1 files with originals", "the auditor asks"),
    ]


def test_an_original_that_rotted_in_the_store_shows(api: Client, incident: Incident, tmp_path: Path) -> None:
    path = storage.path_of(incident.evidence_files.get().sha256)
    path.write_bytes(app_log().replace(b"order 3", b"order 4"))
    bundle = tmp_path / "x.zip"
    bundle.write_bytes(taken(api, incident, originals=True, why="x"))
    assert problems(bundle) == (1, ["data/originals/E-1/app.jsonl was altered after the bundle was made."])
    path.unlink()
    bundle.write_bytes(taken(api, incident, originals=True, why="x"))
    assert "data/originals/E-1/app.jsonl is missing." in problems(bundle)[1]


@pytest.fixture
def folder(api: Client, incident: Incident, tmp_path: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(taken(api, incident, originals=True, why="x"))).extractall(tmp_path)
    return tmp_path / f"{incident.reference}-evidence"


def _alter(folder: Path) -> None:
    path = folder / "data/originals/E-1/app.jsonl"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def _shorten_the_log(folder: Path) -> None:
    """Whoever cuts the log also puts the manifest right."""
    path, manifest = folder / "data/events.jsonl", folder / "manifest-sha256.txt"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    manifest.write_text(manifest.read_text().replace(before, hashlib.sha256(path.read_bytes()).hexdigest()))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_alter, "data/originals/E-1/app.jsonl was altered after the bundle was made."),
        (lambda folder: (folder / "data/timeline.csv").unlink(), "data/timeline.csv is missing."),
        (
            lambda folder: (folder / "data/more.txt").write_text("x"),
            "data/more.txt is in no manifest: it was added later.",
        ),
        (lambda folder: (folder / "more.txt").write_text("x"), "more.txt is in no manifest: it was added later."),
        (lambda folder: (folder / "data/link").symlink_to("/etc/passwd"), "data/link is a link"),
        (_shorten_the_log, "the log does not end with the line that was its last"),
        (
            lambda folder: (folder / "data/events.jsonl").unlink(),
            "data/events.jsonl is missing: the event log was left out.",
        ),
        (lambda folder: (folder / "bag-info.txt").write_text("Payload-Oxum: 1.1\n"), "bag-info.txt was altered"),
    ],
)
def test_a_folder_that_was_touched(folder: Path, change: Callable[[Path], object], problem: str) -> None:
    assert problems(folder) == (0, [])
    change(folder)
    status, told = problems(folder)
    assert status == 1
    assert any(problem in one for one in told), told


def test_a_zip_that_was_cut_off_or_damaged(api: Client, incident: Incident, tmp_path: Path) -> None:
    whole, path = taken(api, incident), tmp_path / "x.zip"
    path.write_bytes(whole[: len(whole) // 2])
    status, (told,) = problems(path)
    assert (status, told.startswith("It can't be read: the zip is cut off or damaged")) == (3, True)
    name = f"{incident.reference}-evidence/data/records/E-1.parquet"
    place = zipfile.ZipFile(io.BytesIO(whole)).getinfo(name).header_offset + 30 + len(name) + 200
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
    status, told = problems(path)
    assert (status, any("data/records/E-1.parquet" in one for one in told)) == (1, True)


def _rewritten(source: bytes, path: Path, more: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        for name, content in more.items():
            new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../../evil.sh", "../../evil.sh leads out of the bundle."),
        ("beside/evil.sh", "beside/evil.sh lies outside the bundle: it was added later."),
        ("{top}/data/evil.sh", "data/evil.sh is in no manifest: it was added later."),
        ("{top}/data/files.jsonl", "{top}/data/files.jsonl is in the zip twice."),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_something_added(api: Client, incident: Incident, tmp_path: Path, name: str, problem: str) -> None:
    top = f"{incident.reference}-evidence"
    path = _rewritten(taken(api, incident), tmp_path / "x.zip", {name.format(top=top): b"x"})
    status, told = problems(path)
    assert (status, problem.format(top=top) in told) == (1, True)


def test_a_bomb_is_told_and_not_unpacked(api: Client, incident: Incident, tmp_path: Path) -> None:
    top = f"{incident.reference}-evidence"
    path = _rewritten(taken(api, incident), tmp_path / "x.zip", {f"{top}/data/zeros": bytes(70 << 20)})
    assert problems(path) == (
        1,
        ["The zip unpacks to more than 200 times its size, as a zip bomb does: it was not unpacked."],
    )


def test_the_command_writes_a_bundle(
    api: Client, incident: Incident, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened() -> Iterator[None]:
        yield

    monkeypatch.setattr(incident_command, "opened", opened)
    path = tmp_path / "out.zip"
    words = ["incident", "bundle", incident.reference, "-o", str(path)]
    assert CliRunner().invoke(main, [*words, "--originals"]).exit_code == 2
    assert not path.exists()
    done = CliRunner().invoke(main, [*words, "--originals", "--why", "kept by the lawyer"])
    assert (done.exit_code, problems(path)) == (0, (0, []))
    assert CliRunner().invoke(main, words).exit_code == 2
    shutil.rmtree(tmp_path)
