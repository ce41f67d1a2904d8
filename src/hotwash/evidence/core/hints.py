"""What a line must hold for a rule of masking to find anything in it: one of a few words.

Looking for a word in many lines at once costs a hundredth of trying a pattern on each, and most lines of a log hold
none of them. A word in small letters is looked for in the folded line, one with capitals in the line as it is. A kind
that is not named here is tried on every line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

_KEYWORDS = ("key", "pwd", "pass", "token", "secret")

OURS: Mapping[str, tuple[str, ...]] = {
    "private key": ("-----begin",),
    "AWS key id": ("a3t", "akia", "asia", "abia", "acca"),
    "AWS secret": ("aws",),
    "GitHub token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    "GitLab token": ("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glcbt-", "glptt-"),
    "Slack token": ("xox", "hooks.slack.com/"),
    "Terraform token": (".atlasv1.",),
    "Google key": ("aiza", "ya29.", "gocspx-"),
    "Azure key": ("accountkey=", "sharedaccesskey=", "sig="),
    "npm or PyPI token": ("npm_", "pypi-"),
    "payment key": ("_live_", "_test_"),
    "mail service key": ("sg.", "key-"),
    "model service key": ("sk-",),
    "JSON web token": ("eyj",),
    "password in an address": ("://",),
    "authorization": ("authorization", "x-api-key", "x-auth-token"),
    "bearer token": ("bearer",),
    "password in a command": ("-pass", "-token", "-secret", "-api-key"),
    "named secret": (*_KEYWORDS, "credential", "connection"),
}

LIBRARY: Mapping[str, tuple[str, ...]] = {
    "artifactory": ("AKC", *(f"AP{digit}" for digit in "0123456789ABCDEF")),
    "awskey": ("a3t", "abia", "acca", "akia", "asia", "aws"),
    "azure storage key": ("accountkey=",),
    "basic auth": ("://",),
    "cloudant": (*_KEYWORDS, "pw", "cloudant"),
    "git hub token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    "git lab token": (
        "glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "gr1348941", "glcbt-", "glimt-", "glptt-", "glagent-", "gloas-",
    ),
    "ibm cloud iam": _KEYWORDS,
    "ibm cos hmac": ("secret",),
    "jwt token": ("eyj",),
    "mailchimp": ("-us",),
    "npm": ("_authtoken=",),
    "open ai": ("sk-",),
    "pypi token": ("pypi-",),
    "send grid": ("sg.",),
    "slack": ("xox", "hooks.slack"),
    "softlayer": (*_KEYWORDS, "softlayer"),
    "square oauth": ("sq0csp-",),
    "stripe": ("k_live_",),
}  # fmt: skip

AFTER_DOT: Mapping[str, int] = {"Vault token": 24, "discord bot token": 6}
"""Kinds without such a word: so many letters, digits, ``_`` and ``-`` in a row follow a dot."""

_VALUE = rb"[a-z]{0,4}[\"']?\]? *(?:[=:>]{1,2}| ) *[\"']?"
FOLLOWED: Mapping[str, bytes] = {
    "AWS key id": rb"[a-z0-9]{16}",
    "AWS secret": rb".{0,240}?[a-z0-9/+]{40}",
    "awskey": rb"[a-z0-9]{16}|.{0,240}?[a-z0-9/+]{40}",
    "basic auth": rb"[^:/?#\[\]@!$&'()*+,;=\s]*:[^/?#\[\]@\s]*@",
    "cloudant": _VALUE + rb"(?:[0-9a-f]{64}|[a-z]{24})|\.com",
    "discord bot token": rb"[a-z0-9_\x80-\xff-]{6,24}\.[a-z0-9_\x80-\xff-]{27}",
    "ibm cloud iam": _VALUE + rb"[a-z0-9_-]{44}",
    "mail list key": rb"[0-9a-f]",
    "mail service key": rb"[a-z0-9_-]{16}",
    "mailchimp": rb"[0-9]",
    "model service key": rb"[a-z0-9_-]{20}",
    "named secret": rb"[a-z_-]{0,24}\\?[\"']?[\s\x1c-\x1f\x80-\xff]*[:=]",
    "open ai": rb"[a-z0-9_-]{20}",
    "password in XML": rb"[^<>]*>[^<>]{4}",
    "password of a login": rb".*?login.*?(?:-p|password)",
    "password in an address": rb"[^:/?#\[\]@!$&'()*+,;=\s]*:[^/?#\[\]@\s]*@",
    "softlayer": _VALUE + rb"[a-z0-9]{64}|\.com",
    "Twilio key": rb"[0-9a-f]{32}",
}
"""What has to follow one of the words of a kind, in small letters and UTF-8, where the pattern is to find anything. It
may let too much through, never too little: it only saves trying the pattern.
"""


class Folded:
    """Lines in a row, to be asked which of them hold a word."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._plain = "\n".join(lines)
        self._small = "\n".join(line.casefold() for line in lines) if not self._plain.isascii() else self._plain.lower()
        self._found: dict[str, frozenset[int]] = {}
        self._starts: dict[bool, list[int]] = {}

    def holding(self, words: Iterable[str]) -> frozenset[int]:
        """The places of the lines that hold any of the words."""
        found: frozenset[int] = frozenset()
        for word in words:
            if word not in self._found:
                self._found[word] = frozenset(self._places(word))
            if self._found[word]:
                found |= self._found[word]
        return found

    def _places(self, word: str) -> list[int]:
        small = word.islower() or word.lower() == word
        text = self._small if small else self._plain
        at = text.find(word)
        if at < 0:
            return []
        starts = self._starts_of(text, small=small)
        places = []
        while at >= 0:
            place = bisect_right(starts, at)
            places.append(place - 1)
            at = text.find(word, starts[place]) if place < len(starts) else -1
        return places

    def _starts_of(self, text: str, *, small: bool) -> list[int]:
        if small not in self._starts:
            ends = accumulate(len(line) + 1 for line in text.split("\n"))
            self._starts[small] = [0, *ends][:-1]
        return self._starts[small]
