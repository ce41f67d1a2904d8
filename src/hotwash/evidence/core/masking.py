"""Masking a text in blocks of many lines: only lines that may hold a secret are looked at one by one.

What comes out, what is counted and where it was found is the same as line by line; tests hold both ways together.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from hotwash.evidence.core.aliases import Aliases
from hotwash.evidence.core.hints import FOLLOWED
from hotwash.evidence.core.scrub import RULES, Rule, Scrubber
from hotwash.evidence.core.sieve import Block, Sieve, Sign
from hotwash.ports.reading.body import Body, clean

_LINE_END = b"\n"


class Suspicion:
    """Which rules may find something in which lines of a block."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._dotted = [(place, rule) for place, rule in enumerate(rules) if rule.after_dot]
        self._every = [place for place, rule in enumerate(rules) if not rule.hints and not rule.after_dot]
        self._by_sign: dict[Sign, list[tuple[int, str]]] = {}
        for place, rule in enumerate(rules):
            for word in rule.hints:
                self._by_sign.setdefault(Sign(word.lower(), _followed(rule.kind)), []).append((place, word))
        self._sieve = Sieve(self._by_sign)

    def of(self, block: bytes, count: int) -> dict[int, Sequence[Rule]]:
        """By the place of the line, of so many; the rules in their order."""
        seen, lines = Block(block), list[bytes]()
        places: dict[int, set[int]] = {line: set(self._every) for line in range(count)} if self._every else {}
        for line, signs in self._sieve.holding(seen).items():
            for place, word in (rule for sign in signs for rule in self._by_sign[sign]):
                if word != word.lower():  # the sieve looks at small letters alone
                    lines = lines or block.split(_LINE_END)
                    if word.encode() not in lines[line]:
                        continue
                places.setdefault(line, set()).add(place)
        for place, rule in self._dotted:
            for line in seen.after_dot(rule.after_dot, _followed(rule.kind)):
                places.setdefault(line, set()).add(place)
        return {line: [self._rules[place] for place in sorted(found)] for line, found in places.items()}


suspicion = lru_cache(maxsize=4)(Suspicion)  # making it takes as long as masking a megabyte


@cache
def _followed(kind: str) -> re.Pattern[bytes] | None:
    followed = FOLLOWED.get(kind)
    return re.compile(followed) if followed else None


class BlockScrubber:
    """A scrubber that is given blocks. Its counts and places are those of the scrubber inside it."""

    def __init__(self, scrubber: Scrubber) -> None:
        self._scrubber = scrubber
        self._suspicion = suspicion((*RULES, *scrubber.more))

    def scrub(self, block: bytes) -> bytes:
        """Cleaned lines in UTF-8, masked. The last one may lack its line end."""
        scrubber, count = self._scrubber, block.count(_LINE_END) + (not block.endswith(_LINE_END))
        suspected = self._suspicion.of(block, count)
        if not suspected and not scrubber.in_key:
            scrubber.line += count
            return block
        lines, waiting, at = block.split(_LINE_END), sorted(suspected), 0
        while at < count:
            if not scrubber.in_key:
                following = bisect_left(waiting, at)
                place = waiting[following] if following < len(waiting) else count
                scrubber.line += place - at
                at = place
            if at < count:
                lines[at] = self._scrub(lines[at], suspected.get(at, ()))
                at += 1
        return _LINE_END.join(lines)

    def _scrub(self, line: bytes, suspected: Sequence[Rule]) -> bytes:
        """Where one rule finds something, all of them are asked: a mask changes what the others see."""
        text = line.decode()
        if self._scrubber.in_key or any(rule.pattern.search(text) for rule in suspected):
            return self._scrubber.scrub(text).encode()
        self._scrubber.line += 1
        return line


def masked_blocks(body: Body, scrubber: Scrubber, aliases: Aliases) -> Iterator[bytes]:
    """The text of a body in UTF-8, cleaned, its secrets and addresses masked; each line ends with a line end."""
    blocks = BlockScrubber(scrubber)
    for raw, whole in body.stretches():
        block = tidy(raw, body.encoding)
        if whole and not block.endswith(_LINE_END):
            block += _LINE_END
        masked = blocks.scrub(block)
        yield aliases.mask([masked.decode()])[0].encode() if aliases.kinds else masked


def tidy(raw: bytes, encoding: str) -> bytes:
    """Lines as UTF-8 without colours, carriage returns and NUL bytes: most are so already."""
    if not raw.isascii():
        text = raw.decode("latin-1") if encoding == "latin-1" else raw.decode("utf-8", "hotwash.latin")
        raw = text.encode("utf-8", "replace")
    while b"\r\n" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    if b"\x1b" in raw or b"\x00" in raw or raw.endswith(b"\r"):
        raw = "\n".join(clean(line) for line in raw.decode().split("\n")).encode()
    return raw
