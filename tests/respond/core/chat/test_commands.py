import pytest

from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.chat.commands import Command, Verb, parse
from hotwash.respond.core.chat.speaking import answer_of, which, who_words

SEVERITIES, ROLES = ["sev1", "sev2"], ["commander", "scribe"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Command(verb=Verb.HELP)),
        ("?", Command(verb=Verb.HELP)),
        ("declare sev1 Checkout is down", Command(verb=Verb.DECLARE, first="sev1", text="Checkout is down")),
        ("declare SEV2: Orders are slow", Command(verb=Verb.DECLARE, first="sev2", text="Orders are slow")),
        ("declare Checkout is down", Command(verb=Verb.DECLARE, text="Checkout is down")),
        ("declare INC-4 is back", Command(verb=Verb.DECLARE, text="INC-4 is back")),
        ("ack", Command(verb=Verb.ACK)),
        ("ACK inc-42", Command(verb=Verb.ACK, incident=42)),
        ("1", Command(verb=Verb.ACK)),
        ("note INC-42: it grows", Command(verb=Verb.NOTE, incident=42, text="it grows")),
        ("say the INC-42 thing", Command(verb=Verb.NOTE, text="the INC-42 thing")),
        ("pin  two spaces", Command(verb=Verb.PIN, text="two spaces")),
        ("role commander me", Command(verb=Verb.ROLE, first="commander", person="me")),
        ("role INC-7 Scribe Ada Lovelace", Command(verb=Verb.ROLE, incident=7, first="scribe", person="Ada Lovelace")),
        ("update internal We are on it", Command(verb=Verb.UPDATE, first="internal", text="We are on it")),
        ("update INC-7 Internal: We are", Command(verb=Verb.UPDATE, incident=7, first="internal", text="We are")),
        ("who INC-7", Command(verb=Verb.WHO, incident=7)),
        ("note a\x00b", Command(verb=Verb.NOTE, text="ab")),
    ],
)  # fmt: skip
def test_what_is_understood(typed: str, expected: Command):
    assert parse(typed, SEVERITIES, ROLES) == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("frobnicate", "is no command"),
        ("note", "Write what you see"),
        ("note INC-4", "Write what you see"),
        ("declare", "Say what is wrong"),
        ("declare sev1", "Say what is wrong"),
        ("role", "Roles: commander, scribe"),
        ("role king me", "Roles: commander, scribe"),
        ("role commander", "Say who gets it"),
        ("update", "Name who is told"),
        ("update internal", "Name who is told"),
        ("x" * 20_000, "is no command"),
    ],
)
def test_what_is_not_understood_is_said(typed: str, said: str):
    found = parse(typed, SEVERITIES, ROLES)
    assert isinstance(found, Refusal)
    assert said in found.reasons[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "acknowledge"),
        (" ACK. ", "acknowledge"),
        ("2", "decline"),
        ("can't", "decline"),
        ("", ""),
        ("later", ""),
        ("11", ""),
    ],
)
def test_short_answers(text: str, expected: str):
    assert answer_of(text) == expected


def test_words():
    assert which([]).startswith("No incident is open")
    assert which(["INC-2", "INC-1"]).startswith("More than one incident is open: INC-2, INC-1.")
    assert who_words("INC-1", "T", "active", []) == "INC-1 T is active.\nNobody is on it yet."
    assert who_words("INC-1", "T", "active", [("Commander", "Ada")]).endswith("Commander: Ada")
