"""Kinds of messages: what varies is taken out, and what differs in a name only is one kind."""

import pytest

from hotwash.evidence.core.templates import KINDS, Miner, template_of


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("user sam signed in from the web", "user kim signed in from the web"),
        ("took 12 ms for user 'sam'", "took 9 ms for user 'kim'"),
        ("cannot open /var/lib/app/a.db: locked", "cannot open /srv/data/b.db: locked"),
        ("request 7d8f5c1a9b3e4f60 of tenant blue done well", "request 11aa22bb33cc44dd of tenant green done well"),
        ("peer 10.0.0.1:443 closed early", "peer 10.9.8.7:80 closed early"),
    ],
)
def test_what_varies_makes_no_new_kind(one: str, two: str) -> None:
    miner = Miner()
    assert miner.kind_of(one) == miner.kind_of(two) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("connect to 10.0.0.1:80 failed", "connect to 10.0.0.1:80 succeeded"),
        ("payment of order 12 by card was accepted", "payment of order 12 by card was refused"),
        ("backend web1 in pool main is up", "backend web1 in pool main is down"),
        ("cache warmed", "cache dropped"),
        ("one two three four five", "one two three four five six"),
        ("reading the price list of partners", "sorting the stock rows of suppliers"),
    ],
)
def test_what_says_something_else_is_another_kind(one: str, two: str) -> None:
    miner = Miner()
    assert (miner.kind_of(one), miner.kind_of(two)) == (0, 1)


def test_a_kind_loses_the_words_that_vary() -> None:
    miner = Miner()
    for name in ("sam", "kim", "lou"):
        miner.kind_of(f"user {name} signed in from the web")
    assert [group.text for group in miner.kinds] == ["user <*> signed in from the web"]


def test_an_empty_text_is_a_kind_of_its_own() -> None:
    miner = Miner()
    assert (miner.kind_of(""), miner.kind_of("a"), miner.kind_of(" ")) == (0, 1, 0)


def test_a_great_many_kinds_stay_bounded() -> None:
    miner = Miner()
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(KINDS + 500)]
    found = [miner.kind_of(f"{word} {word}x {word}y") for word in words]
    assert len(miner.kinds) == KINDS
    assert found[:3] == [0, 1, 2]
    assert found[-1] is None


def test_a_crowd_of_long_lines_is_not_compared_with_each_other() -> None:
    miner = Miner()
    letters = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}" for n in range(2000)]
    found = [miner.kind_of(" ".join(f"{word}{place}" for place in "abcdefg")) for word in letters]
    assert found == list(range(2000))
    assert miner.kind_of("aaaa aaab aaac aaad aaae aaaf changed") == 0, "the first ones still are"


def test_a_template_is_short_whatever_the_line_is() -> None:
    assert len(template_of("word " * 10_000)) <= 160
    assert template_of("first line\nsecond line") == "first line"
