import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader
from tests.reports.core.samples import FULL, nasty

from hotwash.reports.core.compose import compose
from hotwash.reports.core.document import Document, Figure, Prose, Section, Table
from hotwash.reports.core.render import html, markdown, pdf, typst
from hotwash.reports.core.values import Values


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in {"meta", "br", "hr", "circle", "img", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "circle":
            assert self.open.pop() == tag


def test_the_page_stands_alone() -> None:
    page = html.to_page(compose(FULL), notice="Revision 1")
    assert not re.search(r"""(?:src|href)=["'](?!#)|@import|url\(""", page)
    assert "<script" not in page
    assert Tags(page).open == []
    assert "<h1>Checkout answered with errors</h1>" in page
    assert '<li id="t-1"' in page
    assert "Revision 1" in page


def test_a_time_in_a_table_keeps_to_one_line() -> None:
    table = Table("Impact", ("From", "Note"), (("2026-10-13 09:06 UTC", "Since 2026-10-13 they wait"), ("unknown", "")))
    page = html.to_article(Document("Checkout", "INC-1", (), (Section("impact", "Impact", (table,)),)))
    assert '<td class="report-when">2026-10-13 09:06 UTC</td><td>Since 2026-10-13 they wait</td>' in page
    assert "<td>unknown</td>" in page


def test_html_obeys_nothing_that_people_wrote() -> None:
    page = html.to_page(compose(nasty()))
    assert "script" not in Tags(page).tags
    assert Tags(page).open == []


def test_markdown_obeys_nothing_that_people_wrote() -> None:
    text = markdown.to_markdown(compose(nasty()))
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "script" not in Tags(shown).tags


def test_markdown_of_a_table_keeps_its_columns() -> None:
    text = markdown.to_markdown(compose(FULL))
    shown = MarkdownIt("commonmark").enable("table").render(text)
    assert "<td>13:30</td>\n<td>Pool change applied aws_db.main</td>\n<td>T-1</td>\n<td>terraform</td>" in shown
    assert "[\n" not in shown


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("# Big\n\ntext", "### Big\n\ntext"),
        ("```\n# not a heading <b>\n```", "```\n# not a heading <b>\n```"),
        ("a `<b>` <b>c</b>", "a `<b>` &lt;b>c&lt;/b>"),
        ("<https://example.org>", "<https://example.org>"),
        ("[x](javascript:alert(1))", "[x](unsafe-javascript:alert(1))"),
    ],
)
def test_prose_in_markdown(written: str, published: str) -> None:
    assert markdown.block_markdown(Prose(written)) == published


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# Big", "<h3>Big</h3>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("![a picture](https://example.org/x.png)", "<p>a picture</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="noopener nofollow">x</a></p>'),
    ],
)
def test_prose_in_html(written: str, shown: str) -> None:
    assert html.block_html(Prose(written)).strip() == f'<div class="report-prose">{shown}\n</div>'


def test_pdf_has_the_words_and_the_title() -> None:
    made = pdf.to_pdf(compose(FULL), notice="Revision 1")
    reader = PdfReader(io.BytesIO(made.content))
    assert made.warnings == ()
    assert reader.metadata is not None
    assert reader.metadata.title == "Checkout answered with errors"
    for part in (
        "INC-42",
        "Revision 1",
        "At 14:00 the checkout broke.",
        "Pool change applied",
        "Why? The pool held 20 connections",
    ):
        assert part in words(made.content)


def test_pdf_obeys_nothing_that_people_wrote() -> None:
    shown = words(pdf.to_pdf(compose(nasty())).content)
    assert "<script>alert(1)</script>" in shown
    assert "#let $x$" in shown


def test_characters_without_a_font_are_told_and_do_not_fail() -> None:
    made = pdf.to_pdf(compose(Values(title="火 \U0001f525", prose={"summary": "漢字 and \U0001f525"})))
    assert len(made.warnings) == 2
    assert "(fire)" in words(made.content)


def test_a_picture_that_cannot_be_drawn_is_left_out_of_the_pdf() -> None:
    document = Document("t", "", (), (Section("factors", "Factors", (Figure("fishbone", "<svg broken", "Fishbone"),)),))
    made = pdf.to_pdf(document)
    assert made.warnings == ("1 picture(s) could not be drawn in the PDF and were left out; the HTML has them.",)
    assert "Fishbone (not shown)" in words(made.content)


MARKDOWN = """\
para **strong *em* ~~s~~** `code` [a](https://x.org) [b](javascript:1) ![i](x.png)  \nnext

> quote

1. one
2. two
   - deep

| a | b |
|---|---|
| 1 | 2 |

---

    indented

## Sub
"""


def test_all_of_markdown_is_typeset() -> None:
    document = Document("t", "", (), (Section("summary", "Summary", (Prose(MARKDOWN),)),))
    shown = words(pdf.to_pdf(document).content)
    for part in ("strong em s", "code", "quote", "deep", "indented", "Sub", "1 2"):
        assert part in shown


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_can_be_typeset(text: str) -> None:
    document = Document(text, "", (), (Section("summary", text, (Prose(text),)),))
    assert pdf.to_pdf(document).content.startswith(b"%PDF")


@given(st.text(max_size=80))
def test_any_plain_text_survives_markdown(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).render("x" + markdown.escaped(text))
    assert "<script" not in shown
    assert shown.startswith("<p>x")


def test_a_literal_cannot_be_left() -> None:
    assert typst.literal('a" #b \\') == '"a\\" #b \\\\"'
