"""E-mail and IP addresses replaced by names that stay the same, so that one can still follow an address through a log.

An alias is one word (``masked-ip-3``), so that a line keeps its shape and is recognised as before. Loopback and "any"
addresses stay: they say nothing of anybody, and much about a configuration.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum


class Kind(StrEnum):
    EMAIL = "email"
    IP = "ip"

    @property
    def called(self) -> str:
        return "e-mail" if self is Kind.EMAIL else "IP"


Address = tuple[Kind, str]
Allot = Callable[[Sequence[Address]], Mapping[Address, int]]

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IP = re.compile(
    rf"(?<![\w.-])(?P<v4>{_OCTET}(?:\.{_OCTET}){{3}})(?![\w-]|\.\d)"
    rf"|(?<![A-Za-z0-9])ip-(?P<host>{_OCTET}(?:-{_OCTET}){{3}})(?![\w])"
    r"|(?<![\w:.])(?P<v6>(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3})(?![\w:])"
)
_KNOWN_AT_MOST = 200_000


class Aliases:
    """Masks texts; ``allot`` gives each address its number, the same for the whole incident."""

    def __init__(self, kinds: Iterable[Kind], allot: Allot) -> None:
        self.kinds = frozenset(kinds)
        self.counts: dict[Kind, int] = {}
        self._allot = allot
        self._known: dict[Address, int] = {}

    def mask(self, texts: Sequence[str]) -> list[str]:
        """All at once, so that new addresses are asked for once."""
        if not self.kinds:
            return list(texts)
        seen = {address for text in texts for address in addresses(text, self.kinds)}
        new = sorted(seen - self._known.keys())
        if new:
            if len(self._known) + len(new) > _KNOWN_AT_MOST:
                self._known.clear()
                new = sorted(seen)
            self._known.update(self._allot(new))
        return [self._masked(text) for text in texts] if seen else list(texts)

    def _masked(self, text: str) -> str:
        if Kind.EMAIL in self.kinds and "@" in text:
            text = _EMAIL.sub(lambda match: self._alias(Kind.EMAIL, match[0].lower()), text)
        return _IP.sub(self._ip, text) if Kind.IP in self.kinds else text

    def _ip(self, match: "re.Match[str]") -> str:
        value = _address(match)
        return match[0] if value is None else self._alias(Kind.IP, value)

    def _alias(self, kind: Kind, value: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"masked-{kind}-{self._known[kind, value]}"


def addresses(text: str, kinds: frozenset[Kind]) -> Iterator[Address]:
    """The addresses in a text as they are compared: e-mail in small letters, IP in its shortest spelling."""
    if Kind.EMAIL in kinds and "@" in text:
        yield from ((Kind.EMAIL, match[0].lower()) for match in _EMAIL.finditer(text))
    if Kind.IP in kinds:
        found = (_address(match) for match in _IP.finditer(text))
        yield from ((Kind.IP, value) for value in found if value is not None)


def _address(match: "re.Match[str]") -> str | None:
    text = match["v4"] or (match["host"] or "").replace("-", ".") or match["v6"]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    return None if address.is_loopback or address.is_unspecified or text == "255.255.255.255" else str(address)


def in_memory() -> Allot:
    """Numbers in the order of first sight, for a command without a server."""
    given: dict[Address, int] = {}
    counts: dict[Kind, int] = {}

    def allot(wanted: Sequence[Address]) -> Mapping[Address, int]:
        for one in wanted:
            if one not in given:
                counts[one[0]] = given[one] = counts.get(one[0], 0) + 1
        return given

    return allot
