"""Every template of the house compiles, is short, and holds neither script nor style of its own."""

import re
from statistics import median

import pytest
from django.template.loader import get_template

from hotwash.stages import template_folders

TEMPLATES = sorted(
    (folder, path.relative_to(folder)) for folder in template_folders() for path in folder.rglob("*.html")
)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(src=|application/json))", re.IGNORECASE)
STANDS_ALONE = {"mail", "published"}  # folders of what leaves the house and carries its style with it


@pytest.mark.parametrize(("folder", "name"), TEMPLATES, ids=lambda value: str(value) if value.suffix else "")
def test_compiles_and_holds_no_inline_script_or_style(folder, name):
    get_template(str(name))
    if STANDS_ALONE.isdisjoint(name.parts):
        assert INLINE.findall((folder / name).read_text()) == []


def test_templates_are_small():
    assert median(len((folder / name).read_text().splitlines()) for folder, name in TEMPLATES) < 30
