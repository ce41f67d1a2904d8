"""Chats as a page of HTML: who said what when, whatever the tags, and nothing that breaks the reader."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.ports.formats import Body
from hotwash.ports.reading.pages import ChatPage

PAGE = ChatPage("page", "Page", re.compile("Teams"), re.compile("author"))
HEAD = "<html><title>Teams</title>"


def said(html: str) -> list[str]:
    return [record.text for record in PAGE.read(Body("x", io.BytesIO((HEAD + html).encode())))]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<i class=author>Ann</i> <time datetime='2026-03-02T12:00:00Z'>noon</time> <p>up", ["Ann: up"]),
        ("<p>Ann<p>2026-03-02 12:00:00<p>one<p>two<p>Bo<p>2026-03-02 12:01:00<p>three", ["Ann: one\ntwo", "Bo: three"]),
        ("<p>Ann</p><p>2 March 2026 12:00</p><p>see <b>the <i>graph</i></b> now</p>", ["Ann: see the graph now"]),
        ("<p>Ann</p><p>2026-03-02 12:00</p><p>a &lt;b&gt; &amp; c</p><script>x()</script>", ["Ann: a <b> & c"]),
        ("<p>Ann</p><p>12:00</p><p>a time without a day is none</p>", []),
        ("<p>Ann</p><p>2026-03-02 12:00:00</p><![foo[ and more", []),
        ("<div>" * 3000 + "Ann<p>2026-03-02 12:00:00<p>deep" + "</b>" * 3000, ["Ann: deep"]),
        ("<p>Ann<p>2026-03-02 12:00:00<p>whole<!--" + "<!--" * 5000, ["Ann: whole"]),
    ],
)
def test_messages_of_a_page(html: str, texts: list[str]) -> None:
    assert said(html) == texts


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p",
                ">",
                "<!--",
                "-->",
                "<![x[",
                "2026-03-02 12:00",
                "Ann",
                "&#x0;",
                "<time datetime='2026-03-02T12:00:00Z'>",
            ]
        )
    )
)
def test_no_page_breaks_it(parts: list[str]) -> None:
    said("".join(parts))
