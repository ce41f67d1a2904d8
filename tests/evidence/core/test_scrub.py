"""What is masked, what is left alone, and how it is reported."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.detectors import library_rules
from hotwash.evidence.core.hints import Folded
from hotwash.evidence.core.scrub import RULES, Masked, Scrubber, scrub_text

MASKED = [
    ("password=hunter22 x", "password=[masked: named secret] x"),
    ('"token": "abc123def456"', '"token": "[masked: named secret]"'),
    ("db postgres://app:s3cr3t@db:5432/x", "db postgres://app:[masked: password in an address]@db:5432/x"),
    ("Authorization: Bearer abcdefghijklmnop12345", "Authorization: Bearer [masked: authorization]"),
    ("key AKIAIOSFODNN7EXAMPLE ok", "key [masked: AWS key id] ok"),
    (
        "aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "aws_secret_access_key = [masked: AWS secret]",
    ),
    ('\\"password\\":\\"abcd1234\\"', '\\"password\\":\\"[masked: named secret]\\"'),
    ("curl --password hunter2222 x", "curl --password [masked: password in a command] x"),
    ('{"a":"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n"}', '{"a":"[masked: private key]\\n"}'),
    ("t=" + "gh" + "p_" + "a1" * 18, "t=[masked: GitHub token]"),
    ("y?sig=abcdefghijklmnopqrstuvwxyz012345678901%3D&x=1", "y?sig=[masked: Azure key]&x=1"),
    ("id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123 end", "id [masked: JSON web token] end"),
]
LEFT = [
    'nextToken: "abcdefgh"',
    "Access denied for user 'app' (using password: YES)",
    'secret "foo" not found',
    "error: token expired",
    "password changed for user root",
    "tokens=500",
    "  + password = (sensitive value)",
    "web-1 : ok=3 changed=1 failed=0",
    "GET /api/keys 200",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_a_secret_is_masked(text: str, expected: str) -> None:
    assert scrub_text(text) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_secret_stays(text: str) -> None:
    assert scrub_text(text) == text


def test_a_private_key_over_several_lines_goes_whole() -> None:
    lines = [
        "before",
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEpAIBAAKCAQEA7",
        "2b",
        "",
        "-----END RSA PRIVATE KEY----- tail",
        "after",
    ]
    scrubber = Scrubber()
    mask = "[masked: private key]"
    assert [scrubber.scrub(line) for line in lines] == ["before", mask, mask, mask, "", f"{mask} tail", "after"]
    assert scrubber.counts == {"private key": 4}


def test_the_report_says_kind_and_place_but_no_value() -> None:
    scrubber = Scrubber()
    scrubber.scrub("nothing")
    scrubber.scrub("x password=hunter22")
    assert scrubber.found == [Masked("named secret", 2, 11, 8)]


def test_the_rules_of_detect_secrets_are_there_too() -> None:
    scrubber = Scrubber(more=library_rules())
    token = "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs"
    assert token not in scrubber.scrub(f"bot {token}")
    assert scrubber.scrub("2026-03-02 14:00:00 an ordinary line") == "2026-03-02 14:00:00 an ordinary line"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(blacklist_characters="\n"), max_size=200))
def test_any_line_stays_one_line(text: str) -> None:
    assert "\n" not in Scrubber().scrub(text)


PIECES = st.sampled_from(
    [text for text, _ in MASKED]
    + LEFT
    + [
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEpAIBAAKCAQEA7",
        "-----END RSA PRIVATE KEY-----",
        "",
        "straße \u017fecret=abcdef12",
        "x" * 50,
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(PIECES, max_size=3).map(" ".join), max_size=30))
def test_many_lines_at_once_are_masked_like_one_by_one(lines: list[str]) -> None:
    one, many = Scrubber(more=library_rules()), Scrubber(more=library_rules())
    assert many.scrub_lines(lines) == [one.scrub(line) for line in lines]
    assert (many.found, many.counts) == (one.found, one.counts)


def test_a_rule_without_hints_is_one_that_has_no_word_of_its_own() -> None:
    assert {rule.kind for rule in (*RULES, *library_rules()) if not rule.hints} == {
        "Vault token",
        "discord bot token",
    }


@pytest.mark.parametrize("text", [text for text, _ in MASKED])
def test_hints_leave_nothing_out(text: str) -> None:
    for rule in (*RULES, *library_rules()):
        if rule.hints and rule.pattern.search(text):
            assert Folded(["before", text]).holding(rule.hints) == {1}, rule
