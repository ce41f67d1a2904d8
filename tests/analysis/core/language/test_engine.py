from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.analysis.core.language import Context, check
from hotwash.analysis.core.language.text import lowered, mask


def brief(text, **options):
    return [(finding.line, finding.column, finding.end_column, finding.text) for finding in check(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("We forgot.", [(1, 1, 10, "We forgot")]),
        ("# Title\n\nLater we forgot the lock.\n", [(3, 7, 16, "we forgot")]),
        ("The link was slow. In hindsight, so.", [(1, 20, 33, "In hindsight,")]),
        ("É ü 🦊 then she forgot.", [(1, 12, 22, "she forgot")]),
        ("- one\n- we\n  forgot\n", [(2, 3, 5, "we\n  forgot")]),
        ("one\r\nwe forgot\r\n", [(2, 1, 10, "we forgot")]),
        ("So _we forgot_ it, and <b>she forgot</b> too.", [(1, 5, 14, "we forgot"), (1, 27, 37, "she forgot")]),
    ],
)
def test_positions_are_exact(text, expected):
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The page said “we forgot the lock”.",
        'The page said "we forgot the lock".',
        "Run `we forgot` first.",
        "```\nwe forgot\n```\n",
        "~~~ text\nwe forgot\n~~~",
        "> we forgot the lock\n",
        "See [the notes](https://example.org/we-forgot).",
        "<!-- we forgot the lock -->",
        "---\ntitle: we forgot\n---\nAll is well.",
        "``` \nwe forgot, and the fence never ends",
    ],
)
def test_code_quotes_and_links_are_skipped(text):
    assert check(text) == []


def test_what_follows_a_quotation_is_checked():
    assert brief('He said "no". Then we forgot it.') == [(1, 20, 29, "we forgot")]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("## Action items\n\n- Improve the dashboards\n", ["vague-verb"]),
        ("## What happened\n\n- Improve the dashboards\n", []),
        ("Follow-up\n=========\n\n* Investigate the cache\n", ["vague-verb"]),
        ("## Actions\n\nAdd an alert.\n\n## Timeline\n\nConsider the graph below.\n", []),
        ("== Actionables ==\n* Consider a second replica\n", ["vague-verb"]),
    ],
)
def test_headings_say_what_a_section_is_for(text, rules):
    assert [finding.rule for finding in check(text)] == rules


def test_a_field_says_what_it_is_for():
    assert check("Improve the dashboards") == []
    assert [finding.rule for finding in check("Improve the dashboards", purpose=Context.ACTION)] == ["vague-verb"]


def test_one_finding_for_one_place():
    findings = check("We should have realised that this was human error.")
    spans = [(finding.start, finding.end) for finding in findings]
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Alex Example restarted it.", ["Alex Example"]),
        ("Then Alexander restarted it.", []),
        ("Thanks to Alex Example for the graphs.", []),
        ("Commander: Alex Example.", []),
    ],
)
def test_known_people_are_found_where_a_role_would_do(text, names):
    assert [finding.text for finding in check(text, people=["Alex Example", "Alex"])] == names


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("The operator failed to check the queue.", "Nothing prompted the operator to check the queue."),
        ("An admin accidentally deleted the table.", "An admin deleted the table."),
        ("The single root cause of it was a full disk.", "A contributing factor of it was a full disk."),
    ],
)
def test_a_rewrite_fits_into_the_sentence(text, rewritten):
    (finding,) = check(text)
    assert text[: finding.start] + finding.replacement + text[finding.end :] == rewritten


def test_an_unknown_language_is_read_as_english():
    assert [finding.rule for finding in check("We forgot.", language="xx")] == ["person-failed"]


@given(
    st.text(
        alphabet=st.sampled_from('`~<>"“”«»[]()#-*|=.!? \n\t\r\u0000İßé🦊 we forgot should have been human error@'),
        max_size=200,
    )
)
def test_any_text_is_taken(text):
    assert len(mask(text)) == len(text) == len(lowered(text))
    for finding in check(text, people=["we"]):
        assert text[finding.start : finding.end] == finding.text
        line = text.split("\n")[finding.line - 1]
        assert (
            line[finding.column - 1 : finding.end_column - 1]
            == finding.text.split("\n")[0][: finding.end_column - finding.column]
        )


def test_a_line_of_five_megabytes_is_read_in_one_piece():
    text = "the pod was moved to another node and " * 130_000 + "we forgot it"
    assert [finding.text for finding in check(text)] == ["we forgot"]
