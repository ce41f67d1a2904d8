import re
from collections.abc import Mapping

import pytest

from hotwash.stages import STAGES
from tests import reference
from tests.reference import REFERENCE

DOCS = REFERENCE.parent
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    return reference.pages()


@pytest.mark.parametrize("name", ["commands.md", "settings.md", "events.md", "routes.md", "plugins.md"])
def test_the_generated_reference_is_up_to_date(name: str, pages: Mapping[str, str]):
    assert (REFERENCE / name).read_text("utf-8") == pages[name], "run `make docs`"


def test_every_stage_has_a_chapter_in_the_guide():
    chapters = sorted(path.name for path in (DOCS / "guide").glob("[1-7]-*.md"))
    assert [int(name[0]) for name in chapters] == [stage.number for stage in STAGES]


def test_every_link_between_the_pages_leads_somewhere():
    root = DOCS.parent
    pages = [root / "README.md", root / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    broken = []
    for page in pages:
        for target in LINK.findall(page.read_text("utf-8")):
            path = target.split("#")[0]
            if path and "://" not in path and not (page.parent / path).exists():
                broken.append(f"{page.relative_to(root)}: {target}")
    assert broken == []
