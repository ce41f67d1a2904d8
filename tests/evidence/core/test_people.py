"""Names out of the lists of users that lie beside a chat."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotwash.cli.offline.timeline import command
from hotwash.evidence.core.people import Known, beside, folder_of, is_hint, may_hold, of_place

USERS = [{"id": "U0RHEA", "team_id": "T1", "name": "rhea", "profile": {"display_name": "Rhea"}}]
DAY = [{"type": "message", "user": "U0RHEA", "text": "<@U0RHEA> rolls back", "ts": "1772452800.000100"}]
REALM = {"zerver_realm": [{"id": 2}], "zerver_userprofile": [{"id": 11, "full_name": "Carl", "email": "c@x.example"}]}
TALK = {"zerver_message": [{"id": 1, "sender": 11, "content": "full", "date_sent": 1772452860.5, "subject": "x"}]}


@pytest.mark.parametrize(
    ("name", "size", "found"),
    [
        ("export/users.json", 1, (True, False)),
        ("C:\\chat\\REALM.json", 1, (True, False)),
        ("users.json.txt", 1, (False, False)),
        ("export.ZIP", 1 << 40, (False, True)),
        ("export.tar.gz", 1 << 20, (False, True)),
        ("logs.tar.gz", 1 << 30, (False, False)),
    ],
)
def test_where_names_are_looked_for(name: str, size: int, found: tuple[bool, bool]) -> None:
    assert (is_hint(name), may_hold(name, size)) == found


def test_names_count_for_what_lies_in_the_same_folder_or_below() -> None:
    known = [Known({"U1": "Ann"}, folder_of("a/users.json")), Known({"7": "Bo"}, folder_of("b/realm.json"))]
    assert beside("a/ops/2026-03-02.json", known) == {"U1": "Ann"}
    assert beside("ab/2026-03-02.json", known) == {}
    assert beside("any/where", [Known({"U1": "Ann"}, folder_of("users.json"))]) == {"U1": "Ann"}


def test_mere_numbers_count_in_their_own_export_only() -> None:
    known = [Known({"7": "Bo", "U1": "Ann"}, place="E-1")]
    assert of_place("E-1", known) == {"7": "Bo", "U1": "Ann"}
    assert of_place("E-2", known) == {"U1": "Ann"}


def files() -> dict[str, bytes]:
    slack = {"ops/2026-03-02.json": DAY, "users.json": USERS}
    held = {**slack, "zulip/messages-000001.json": TALK, "zulip/realm.json": REALM}
    return {name: json.dumps(value, indent=4).encode() for name, value in held.items()}


def packed(path: Path) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files().items():
                archive.writestr(name, content)
        return
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files().items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize("how", ["folder", "export.zip", "export.tgz"])
def test_an_export_that_is_given_as_one_has_names(tmp_path: Path, how: str) -> None:
    """The list of users comes after the messages in each."""
    if how == "folder":
        for name, content in files().items():
            path = tmp_path / how / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    else:
        packed(tmp_path / how)
    answer = CliRunner().invoke(command, [str(tmp_path / how), "--all", "--json"])
    texts = [json.loads(line)["text"] for line in answer.output.splitlines()]
    assert texts == ["Rhea: @Rhea rolls back", "Carl: full"]
