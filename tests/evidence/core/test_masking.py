"""Masking in blocks gives what masking line by line gives: the text, the counts and the places."""

import io
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.evidence.core import hints
from hotwash.evidence.core.aliases import Aliases, Kind, in_memory
from hotwash.evidence.core.detectors import library_rules
from hotwash.evidence.core.masking import masked_blocks
from hotwash.evidence.core.scrub import RULES, Masked, Scrubber
from hotwash.evidence.core.sieve import Block, Sieve, Sign
from hotwash.ports.formats import Body
from hotwash.ports.reading import body as bodies
from tests.evidence.core.test_scrub import ISSUED, LEFT, MASKED, TYPED

KEY = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA7", "", "-----END RSA PRIVATE KEY----- tail"]
TOKENS = [
    "s." + "abcdEFGH1234" * 2,
    "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "npm //registry/:_authToken=" + "0a1b2c3d-" * 4,
    "AKC" + "p8hd76Gx12" + " artifactory",
    "PASSWORD=Hunter22 und größer",
    "PA\u017f\u017fWORD=Hunter22",
    "to\u212aen=abcd1234",
    "arn:aws:secret = " + "Ab1/" * 10,
    "aws key \u00e4\u00e4\u00e4\u00e4\u00e4\u00e4 '" + "Ab1/" * 10 + "'",
    "AKIAIOSFODNN7EXAMPLE ASIA" + "A1B2C3D4E5F6G7H8",
    "cloudant_password = " + "abcdef12" * 8,
    "cl-apikey: '" + "abcdefgh" * 3 + "'",
    "https://me:" + "0a1b2c3d" * 8 + "@me.cloudant.com",
    "ibm_cloud_iam_api_key => " + "aB3-" * 11,
    "IAM-PASSWORD: " + "aB3-" * 11,
    "softlayer_api_key=" + "0a1b2c3d" * 8,
    "https://api.softlayer.com/soap/v3.1/" + "0a1b2c3d" * 8,
    "mailchimp " + "0a1b2c3d" * 4 + "-us14",
    "mail " + "key-" + "0a1b2c3d" * 4,
    "SG." + "aB3_" * 6 + "." + "aB3-" * 11,
    "s" + "k-proj-" + "aB3_" * 6,
    "s" + "k-" + "aB3d" * 5 + "T3BlbkFJ" + "aB3d" * 5,
    'secret_access_key\\" : \\"Hunter22\\"',
    "token\u00a0=\u2003abcd1234",
    "client-secret' => abcd1234, connectionString: Server=db",
    "redis://:abcd1234@cache:6379 amqp://ada:ab:cd@mq",
    "10.1.2.3 ada@example.com ::1 2001:db8::7",
]
SHAPED = [f"got {begin}{rest} from env" for begin, rest in ISSUED]
PLAIN = ["", "2026-03-10 12:00:00 INFO step", "é", "\ufffd"]
LINES = [*(text for text, _ in MASKED), *LEFT, *KEY, *TOKENS, *SHAPED, *TYPED, *PLAIN]
ENDS = ["\n", "\r\n", "\r\r\n", "\x1b[0m\n", "\x1b[0m\r\n", "\x00\n", "\r\x1b[31m\n"]


@dataclass
class Result:
    text: bytes
    counts: dict[str, int]
    found: list[Masked]


def in_blocks(raw: bytes, kinds: frozenset[Kind] = frozenset()) -> Result:
    scrubber, aliases = Scrubber(more=library_rules()), Aliases(kinds, in_memory())
    text = b"".join(masked_blocks(Body("some.log", io.BytesIO(raw)), scrubber, aliases))
    return Result(text, {**scrubber.counts, **aliases.counts}, scrubber.found)


def by_lines(raw: bytes, kinds: frozenset[Kind] = frozenset()) -> Result:
    scrubber, aliases = Scrubber(more=library_rules()), Aliases(kinds, in_memory())
    lines = list(Body("some.log", io.BytesIO(raw)).lines())
    masked = aliases.mask(scrubber.scrub_lines([line.text for line in lines]))
    text = "".join(text + "\n" if line.whole else text for line, text in zip(lines, masked, strict=True))
    return Result(text.encode("utf-8", "replace"), {**scrubber.counts, **aliases.counts}, scrubber.found)


def test_a_text_with_every_kind_of_secret() -> None:
    raw = "".join(f"{line}\n" for line in LINES).encode()
    found = in_blocks(raw)
    assert found == by_lines(raw)
    assert len(found.counts) >= 12
    kinds = frozenset(Kind)
    assert in_blocks(raw, kinds) == by_lines(raw, kinds)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=30),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
    st.binary(max_size=6),
)
def test_any_lines_in_any_encoding(lines: list[tuple[str, str]], encoding: str, odd: bytes) -> None:
    raw = "".join(line + end for line, end in lines).encode(encoding, "replace") + odd
    assert in_blocks(raw) == by_lines(raw)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*LINES, *RULES]), max_size=12), st.text(max_size=40))
def test_what_the_sieve_finds_is_all_that_is_there(parts: list[object], text: str) -> None:
    words = {word.lower() for table in (hints.OURS, hints.LIBRARY) for named in table.values() for word in named}
    raw = "\n".join([*map(str, parts), text]).encode("utf-8", "replace")
    found = Sieve(map(Sign, words)).holding(Block(raw))
    for place, line in enumerate(raw.decode().split("\n")):
        folded = line.casefold()
        assert {sign.word for sign in found.get(place, ())} == {word for word in words if word in folded}


def test_a_line_that_is_too_long_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("LONGEST_LINE", 100), ("SAMPLE", 64), ("_CHUNK", 128)):
        monkeypatch.setattr(bodies, name, size)
    raw = b"a short line\n" + b"password=hunter22 " * 40 + b"\nlast, token=abcd1234"
    found = in_blocks(raw)
    assert found == by_lines(raw)
    assert found.text.count(b"\n") == 3
