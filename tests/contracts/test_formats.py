"""Every format reads its own samples as its folder says, and nothing makes a reader raise."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hotwash.plugins.formats
from hotwash.evidence.core.reading import Reading, as_json
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins

HOME = Path(hotwash.plugins.formats.__file__).parent
FORMATS = plugins("formats", Format)
SAMPLES = sorted(path for path in HOME.glob("*/samples/*") if path.is_file())
ASKED = ("format", "records", "earliest", "latest", "zone_basis")


def read(name: str, raw: bytes) -> dict[str, object]:
    return as_json(name, Reading(Body(name, io.BytesIO(raw)), FORMATS.values()).summed_up())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_format_reads_its_samples_as_declared(path: Path) -> None:
    expected = json.loads((path.parents[1] / "expected.json").read_text())[path.name]
    got = read("evidence", path.read_bytes())
    assert {name: got[name] for name in ASKED} == expected


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in HOME.glob("*/__init__.py")), ids=lambda path: path.name
)
def test_every_format_has_samples_and_names_itself(folder: Path) -> None:
    names = {path.name for path in folder.glob("samples/*")}
    assert names
    assert set(json.loads((folder / "expected.json").read_text())) == names


def test_keys_and_titles_are_filled_in() -> None:
    assert all(form.key == key and form.title and form.family for key, form in FORMATS.items())


@pytest.mark.parametrize("path", SAMPLES[::3], ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_cut_file_is_read_up_to_the_cut(path: Path) -> None:
    raw = path.read_bytes()
    for cut in (1, len(raw) // 2, len(raw) - 1):
        got = read("evidence", raw[:cut])
        assert isinstance(got["records"], int)


RAW = [path.read_bytes() for path in SAMPLES]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_reader_raises_on_foreign_bytes(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(RAW)))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=12))
    for form in FORMATS.values():
        body = Body("x", io.BytesIO(bytes(raw)))
        assert 0 <= form.recognise(body.sample) <= 1
        assert all(record.line >= 0 and record.size >= 1 for record in form.read(body))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_noise_is_never_an_error(raw: bytes) -> None:
    got = read("noise.log", raw)
    assert got["records"] == 0 or got["format"] != "unknown"


def test_compressed_bytes_with_a_log_name_are_called_binary() -> None:
    got = read("app.log", gzip.compress(b"2026-03-02 14:00:00 hello\n" * 500))
    assert (got["records"], got["encoding"]) == (0, "binary")
    assert got["problems"]
