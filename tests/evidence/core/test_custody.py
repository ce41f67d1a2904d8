import io
import os
import zipfile
from datetime import UTC, datetime

import pytest

from hotwash.evidence.core.bagging import Part, zipped
from hotwash.evidence.core.custody import (
    Contents,
    ZipMember,
    path_in_bundle,
    readme,
    top_folder,
    zip_problems,
)

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("logs/app.log", "originals/E-1/app.log"),
        ("../../etc/passwd", "originals/E-1/passwd"),
        ("C:\\x\\a:b?.log", "originals/E-1/a_b_.log"),
        ("..", "originals/E-1/evidence"),
        ("a\nb. ", "originals/E-1/a_b"),
        ("é.log", "originals/E-1/é.log"),
    ],
)
def test_a_path_leads_nowhere_else(name, path):
    assert path_in_bundle("originals", "E-1", name) == path


def test_the_readme_says_what_was_left_out():
    assert "masked texts only" in readme("INC-1", "x", Contents(originals=False))
    assert "masked texts only" not in readme("INC-1", "x", Contents(originals=True))


@pytest.mark.parametrize(
    ("members", "length", "problem"),
    [
        ([ZipMember("a", 10, 10), ZipMember("a", 10, 10)], 100, "a is in the zip twice."),
        ([ZipMember("a", 10, 90), ZipMember("b", 10, 90)], 100, "overlap"),
        ([ZipMember("a", 300 << 20, 1 << 20)], 1 << 20, "more than 200 times"),
        ([ZipMember(str(number), 0, 0) for number in range(200_001)], 1 << 30, "200,001 files"),
    ],
)
def test_a_zip_that_is_not_unpacked(members, length, problem):
    (told,) = zip_problems(members, length)
    assert problem in told


def test_a_usual_zip_is_unpacked():
    assert list(zip_problems([ZipMember("a", 50 << 20, 1 << 18)], 1 << 18)) == []


def test_where_the_bag_lies():
    assert top_folder(["x/bagit.txt", "x/data/bagit.txt"], "bagit.txt") == "x/"
    assert top_folder(["data/a", "bagit.txt"], "bagit.txt") == ""
    assert top_folder(["x/y/bagit.txt", "a"], "bagit.txt") is None


def test_a_zip_is_given_out_in_pieces_and_holds_what_was_put_in():
    noise = os.urandom(300_000)
    parts = [
        Part("a.log", iter([b"line\n" * 50_000, b"end\n"])),
        Part("noise.bin", iter([noise])),
        Part("empty", iter([])),
        Part("lost", None, 7, "c" * 64),
    ]
    pieces = list(zipped("INC-1-evidence", parts, {"Contact-Name": "Ada"}, AT))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    assert archive.read("INC-1-evidence/data/a.log") == b"line\n" * 50_000 + b"end\n"
    assert archive.read("INC-1-evidence/data/noise.bin") == noise
    manifest = archive.read("INC-1-evidence/manifest-sha256.txt").decode().splitlines()
    assert [line.split("  ")[1] for line in manifest] == ["data/a.log", "data/empty", "data/lost", "data/noise.bin"]
    assert "Payload-Oxum: 550011.4" in archive.read("INC-1-evidence/bag-info.txt").decode()
    ways = {info.filename.rsplit("/", 1)[-1]: info.compress_type for info in archive.infolist()}
    assert (ways["noise.bin"], ways["a.log"], ways["bagit.txt"]) == (0, 0, 8)


def test_a_file_that_changed_in_the_store_is_listed_as_it_was():
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped("x", [Part("a", iter([b"now"]), 3, "d" * 64)], {}, AT))))
    assert archive.read("x/manifest-sha256.txt").decode() == f"{'d' * 64}  data/a\n"
