"""Archives of all kinds, and the ones that were made to hurt."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
import zstandard

from hotwash.evidence.core.opening import MB, Limits, climbs, open_members

TEXT = b"2026-03-02 14:00:00 hello\n" * 3


def opened(raw: bytes, limits: Limits | None = None) -> list[tuple[str, bytes, str]]:
    members = open_members("f.bin", io.BytesIO(raw), limits)
    return [(member.name, member.stream.read(-1) if member.stream else b"", member.problem) for member in members]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        TEXT,
        gzip.compress(TEXT),
        bz2.compress(TEXT),
        lzma.compress(TEXT),
        zstandard.compress(TEXT),
        gzip.compress(gzip.compress(TEXT)),
    ],
    ids=["plain", "gzip", "bzip2", "xz", "zstd", "gzip twice"],
)
def test_what_is_inside_comes_out(packed: bytes) -> None:
    assert opened(packed) == [("f.bin", TEXT, "")]


def test_a_zip_and_a_tar_give_their_files_in_order() -> None:
    files = {"a.log": TEXT, "b/c.log.gz": gzip.compress(TEXT)}
    assert opened(zipped(files)) == [("f.bin/a.log", TEXT, ""), ("f.bin/b/c.log", TEXT, "")]
    assert opened(gzip.compress(tarred(files))) == [("f.bin/a.log", TEXT, ""), ("f.bin/b/c.log", TEXT, "")]


def test_an_archive_inside_three_others_is_left_closed_and_named() -> None:
    raw = TEXT
    for _ in range(5):
        raw = zipped({"x.zip": raw})
    (found,) = opened(raw)
    assert found[2].startswith("An archive inside 4 others")


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "C:\\windows\\x", "..\\x"])
def test_a_path_that_climbs_out_is_left_closed_and_the_rest_is_read(name: str) -> None:
    assert climbs(name)
    for raw in (zipped({name: TEXT, "ok.log": TEXT}), tarred({name: TEXT, "ok.log": TEXT})):
        found = opened(raw)
        assert [problem for _, _, problem in found if problem] == [
            "Its path climbs out of the archive: it was left closed."
        ]
        assert [body for _, body, problem in found if not problem] == [TEXT]


def read_whole(raw: bytes, limits: Limits) -> str:
    for member in open_members("bomb.gz", io.BytesIO(raw), limits):
        try:
            while member.stream and member.stream.read(MB):
                pass
        except ValueError as error:
            return str(error)
    return ""


def test_a_bomb_stops_at_its_ratio() -> None:
    raw = gzip.compress(bytes(40 * MB))
    said = read_whole(raw, Limits(ratio_from=8 * MB))
    assert said.startswith("Unpacks to more than 200 times its size, as a zip bomb does")
    assert read_whole(zipped({"bomb": bytes(40 * MB)}), Limits(ratio_from=8 * MB)).startswith(
        "Unpacks to more than 200 times"
    )


def test_the_sum_of_all_is_limited() -> None:
    raw = zipped({f"{n}.log": bytes(range(256)) * 64 for n in range(20)})
    assert (
        read_whole(raw, Limits(total=100_000, ratio_from=10**9)) == "Unpacks to more than 0 MB: reading stopped there."
    )


def test_too_many_files_are_read_up_to_the_limit() -> None:
    found = opened(zipped({f"{n}.log": b"x" for n in range(30)}), Limits(members=10))
    assert len(found) == 11
    assert found[-1][2] == "Holds 30 files: the first 10 were read. Give the rest in parts."


@pytest.mark.parametrize("cut", [30, 60, 90])
def test_a_damaged_archive_is_a_clear_word(cut: int) -> None:
    raw = zipped({"a.log": TEXT * 50})[:cut]
    (found,) = opened(raw)
    assert found[2].startswith("The zip is damaged")


def test_an_office_document_is_kept_closed() -> None:
    (found,) = opened(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    assert found[2] == "An office document: it is kept, but not read here."


def test_a_foreign_way_to_compress_is_told_and_the_rest_is_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("app.log", "one")
        archive.writestr("ok.log", "two")
    raw = bytearray(target.getvalue())
    directory = raw.find(b"PK\x01\x02")
    raw[8:10] = raw[directory + 10 : directory + 12] = (97).to_bytes(2, "little")  # a method that zipfile does not know
    told = [(member.name, member.problem) for member in open_members("x.zip", io.BytesIO(bytes(raw)))]
    assert told[0][0] == "x.zip/app.log"
    assert "compression method is not supported" in told[0][1]
    assert told[1] == ("x.zip/ok.log", "")
