"""The build's stamp: what makes it build again. Building itself is seen by every page of the browser tests."""

import importlib.util
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.fixture
def build(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("frontend_build", FRONTEND / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sources = tmp_path / "frontend"
    sources.mkdir()
    (sources / "app.ts").write_text("one")
    (sources / "package-lock.json").write_text("{}")
    monkeypatch.setattr(module, "FRONTEND", sources)
    monkeypatch.setattr(module, "MODULES", sources / "node_modules")
    monkeypatch.setattr(module, "BUILT", tmp_path / "built")
    return module


@pytest.fixture
def runs(build, monkeypatch):
    """What would have been run; the build itself leaves an empty folder."""
    seen = []

    def run(program, *arguments):
        seen.append(arguments[0])
        build.BUILT.mkdir(exist_ok=True)
        build.MODULES.mkdir(exist_ok=True)

    monkeypatch.setattr(build, "run", run)
    monkeypatch.setattr(build, "write_icons", lambda: None)
    return seen


def test_a_second_run_does_nothing_until_something_changes(build, runs):
    assert build.build() is True
    assert build.build() is False
    assert len(runs) == 2
    (build.FRONTEND / "app.ts").write_text("two")
    assert build.build() is True
    assert build.build(force=True) is True


def test_modules_are_installed_again_only_for_another_lock_file(build, runs):
    build.build()
    (build.FRONTEND / "app.ts").write_text("two")
    build.build()
    assert runs.count("ci") == 1
    (build.FRONTEND / "package-lock.json").write_text('{"changed": true}')
    build.build()
    assert runs.count("ci") == 2


def test_a_build_that_broke_leaves_no_stamp(build, runs, monkeypatch):
    build.build()
    (build.FRONTEND / "app.ts").write_text("two")

    def broken():
        raise OSError("no room")

    monkeypatch.setattr(build, "write_icons", broken)
    with pytest.raises(OSError, match="no room"):
        build.build()
    assert not (build.BUILT / "stamp").exists()


def test_a_renamed_file_and_installed_modules(build):
    before = build.fingerprint()
    (build.FRONTEND / "node_modules").mkdir()
    (build.FRONTEND / "node_modules" / "x.js").write_text("")
    assert build.fingerprint() == before
    (build.FRONTEND / "app.ts").rename(build.FRONTEND / "other.ts")
    assert build.fingerprint() != before
