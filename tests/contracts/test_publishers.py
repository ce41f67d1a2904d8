"""What every publisher keeps. A new plugin adds a ``Target`` here and passes all of it."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.publishers import Attachment, Page, Publisher
from hotwash.ports.registry import plugins

PAGE = Page(
    slug="inc-42-checkout-errors",
    title="Checkout answered with errors <b>|</b> [x]",
    html="<!doctype html><title>Checkout</title><p>First text",
    markdown="# Checkout\n\nFirst text\n",
    published_at=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
    summary='It said "no": twice.',
    attachments=(Attachment("fishbone.svg", "image/svg+xml", b"<svg/>"),),
)


@dataclass(frozen=True)
class Target:
    """``read`` gives the text of a published page, ``listing`` that of the list; ``broken`` settings can't work."""

    key: str
    settings: dict[str, str]
    broken: dict[str, str]
    read: Callable[[str], str]
    attachment: Callable[[str, str], bytes]
    listing: Callable[[], str]


def _git(*arguments: str, cwd: Path) -> bytes:
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True).stdout


def _bare(tmp_path: Path) -> Target:
    bare = tmp_path / "site.git"
    bare.mkdir()
    _git("init", "--quiet", "--bare", "--initial-branch", "main", cwd=bare)

    def show(path: str) -> bytes:
        return _git("show", f"main:post-mortems/{path}", cwd=bare)

    return Target(
        "git_markdown",
        {"repository": str(bare)},
        {"repository": str(tmp_path / "nowhere.git")},
        lambda slug: show(f"{slug}/index.md").decode(),
        lambda slug, name: show(f"{slug}/{name}"),
        lambda: show("index.md").decode(),
    )


def _work_tree(tmp_path: Path) -> Target:
    tree = tmp_path / "site"
    tree.mkdir()
    _git("init", "--quiet", "--initial-branch", "main", cwd=tree)
    return Target(
        "git_markdown",
        {"repository": str(tree), "folder": "."},
        {"repository": str(tree), "branch": "other"},
        lambda slug: _git("show", f"main:{slug}/index.md", cwd=tree).decode(),
        lambda slug, name: _git("show", f"main:{slug}/{name}", cwd=tree),
        lambda: _git("show", "main:index.md", cwd=tree).decode(),
    )


def _folder(tmp_path: Path) -> Target:
    root = tmp_path / "www"
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    return Target(
        "folder",
        {"folder": str(root)},
        {"folder": str(blocked)},
        lambda slug: (root / slug / "index.html").read_text(),
        lambda slug, name: (root / slug / name).read_bytes(),
        (root / "index.html").read_text,
    )


@pytest.fixture(params=[_bare, _work_tree, _folder], ids=["git bare", "git work tree", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    return request.param(tmp_path)


@pytest.fixture
def publisher(target: Target) -> Publisher:
    return plugins("publishers", Publisher)[target.key]


def test_every_publisher_is_covered() -> None:
    assert set(plugins("publishers", Publisher)) == {"git_markdown", "folder"}


def test_publishes_the_page_with_what_is_attached(publisher: Publisher, target: Target) -> None:
    published = publisher.publish(PAGE, target.settings)
    assert "First text" in target.read(PAGE.slug)
    assert target.attachment(PAGE.slug, "fishbone.svg") == b"<svg/>"
    assert PAGE.slug in published.location
    assert published.revision


def test_publishing_again_replaces_the_same_page(publisher: Publisher, target: Target) -> None:
    first = publisher.publish(PAGE, target.settings)
    changed = replace(
        PAGE, html=PAGE.html.replace("First", "Second"), markdown="# Checkout\n\nSecond text\n", revision=2
    )
    second = publisher.publish(changed, target.settings)
    assert second.location == first.location
    assert second.revision != first.revision
    assert "Second text" in target.read(PAGE.slug)
    assert "First text" not in target.read(PAGE.slug)


def test_the_same_content_again_changes_nothing(publisher: Publisher, target: Target) -> None:
    assert publisher.publish(PAGE, target.settings) == publisher.publish(PAGE, target.settings)


def test_the_list_has_each_report_once_newest_first(publisher: Publisher, target: Target) -> None:
    later = replace(PAGE, slug="inc-43-dns", title="DNS", published_at=datetime(2026, 12, 1, tzinfo=UTC))
    for page in (PAGE, later, PAGE):
        publisher.publish(page, target.settings)
    listing = target.listing()
    assert listing.count(f"{PAGE.slug}/") == 1
    assert listing.index("inc-43-dns/") < listing.index(PAGE.slug)


def test_a_title_cannot_break_out_of_the_list(publisher: Publisher, target: Target) -> None:
    publisher.publish(replace(PAGE, title="A<script>alert(1)</script>](x) --- \n# B"), target.settings)
    listing = target.listing()
    assert "<script>alert" not in listing.replace("\\<script\\>", "")
    assert "\n# B" not in listing


def test_a_target_that_cannot_work_says_so(publisher: Publisher, target: Target) -> None:
    with pytest.raises(PluginError) as caught:
        publisher.publish(PAGE, target.broken)
    assert str(caught.value)
    assert isinstance(caught.value.retry, bool)


def test_missing_settings_are_refused_for_good(publisher: Publisher) -> None:
    with pytest.raises(PluginError) as caught:
        publisher.publish(PAGE, {})
    assert caught.value.retry is False


def test_options_describe_themselves(publisher: Publisher) -> None:
    assert publisher.name
    assert all(option.label for option in publisher.options)
    assert json.dumps([option.name for option in publisher.options])
