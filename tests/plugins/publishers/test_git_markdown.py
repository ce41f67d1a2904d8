"""What only git brings with it: others push too, people write around the list, credentials stay secret."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.plugins.publishers.git_markdown import plugin
from hotwash.plugins.publishers.git_markdown.git import Git, PushRefused
from hotwash.ports.publishers import Page

PAGE = Page(slug="inc-1-a", title="A", html="", markdown="text\n", published_at=datetime(2026, 11, 3, tzinfo=UTC))
ME = ("Me", "me@example.org")


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "site.git"
    path.mkdir()
    git("init", "--quiet", "--bare", "--initial-branch", "docs", cwd=path)
    return path


def test_keeps_what_others_wrote_around_the_list(bare: Path, tmp_path: Path) -> None:
    clone = Git.clone(str(bare), tmp_path / "other", "docs", ME)
    (clone.folder / "post-mortems").mkdir()
    (clone.folder / "post-mortems" / "index.md").write_text("# Ours\n\nRead these.\n")
    clone.commit(("post-mortems",), "By hand")
    clone.push()
    plugin.publish(PAGE, {"repository": str(bare)})
    shown = git("show", "docs:post-mortems/index.md", cwd=bare)
    assert shown.startswith("# Ours\n\nRead these.")
    assert "- 2026-11-03 [A](inc-1-a/index.md)" in shown


def test_a_push_that_somebody_else_won_is_known_as_such(bare: Path, tmp_path: Path) -> None:
    plugin.publish(PAGE, {"repository": str(bare)})
    mine, theirs = (Git.clone(str(bare), tmp_path / name, "docs", ME) for name in ("mine", "theirs"))
    for clone in (theirs, mine):
        (clone.folder / "note.txt").write_text(clone.folder.name)
        clone.commit(("note.txt",), "A note")
    theirs.push()
    with pytest.raises(PushRefused):
        mine.push()


def test_commits_say_who_and_what(bare: Path) -> None:
    plugin.publish(PAGE, {"repository": str(bare), "author": "Docs", "email": "docs@example.org"})
    assert git("log", "-1", "--format=%an <%ae> %s", "docs", cwd=bare) == "Docs <docs@example.org> Publish A"


def test_leaves_other_changes_of_a_work_tree_alone(tmp_path: Path) -> None:
    git("init", "--quiet", "--initial-branch", "main", cwd=tmp_path)
    (tmp_path / "draft.md").write_text("not yet")
    git("add", "draft.md", cwd=tmp_path)
    plugin.publish(PAGE, {"repository": str(tmp_path)})
    assert git("show", "--name-only", "--format=", "main", cwd=tmp_path).split() == [
        "post-mortems/inc-1-a/index.md",
        "post-mortems/index.md",
    ]
    assert git("status", "--porcelain", cwd=tmp_path) == "A  draft.md"


@pytest.mark.parametrize("folder", ["../outside", "a/../../b", ".git/hooks"])
def test_a_folder_cannot_leave_the_repository(bare: Path, folder: str) -> None:
    with pytest.raises(PluginError, match="leads out") as caught:
        plugin.publish(PAGE, {"repository": str(bare), "folder": folder})
    assert caught.value.retry is False


def test_credentials_in_an_address_are_not_repeated() -> None:
    with pytest.raises(PluginError) as caught:
        plugin.publish(PAGE, {"repository": "http://user:geheim@127.0.0.1:9/site.git"})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("repository", ["--upload-pack=touch /tmp/x", "ext::sh -c true"])
def test_an_address_is_never_a_command(repository: str) -> None:
    with pytest.raises(PluginError):
        plugin.publish(PAGE, {"repository": repository})
