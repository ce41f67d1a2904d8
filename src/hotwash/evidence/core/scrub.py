"""Finding secrets and putting a mask in their place. What was masked is reported by kind and place.

The rules are ours, for what stands in Terraform, cloud and application logs; ``detectors`` adds those of
detect-secrets, which take half a second to load. No value is ever reported. A mask never changes the number of lines, so a place stays a place.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hotwash.evidence.core.hints import AFTER_DOT, OURS, Folded
from hotwash.evidence.core.issued import ISSUED, SAID


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` masks its group ``secret`` where it has one, else all that it matches. A line that holds none of the
    ``hints`` (see there) is not looked at; without any each line is, or those with so many letters behind a dot.
    """

    kind: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()
    after_dot: int = 0


@dataclass(frozen=True, slots=True)
class Masked:
    """``line`` counts from 1, ``column`` from 0."""

    kind: str
    line: int
    column: int
    length: int


_NAMES = (
    r"(?:pass(?:word|wd|phrase)?|pwd|secret(?:[_-]?(?:key|access[_-]?key|string|value))?|api[_-]?key|access[_-]?key(?!_?id)|auth[_-]?token|"
    r"access[_-]?token|refresh[_-]?token|session[_-]?token|id[_-]?token|bot[_-]?token|token|private[_-]?key|client[_-]?secret|credentials?|"
    r"signing[_-]?key|encryption[_-]?key|account[_-]?key|connection[_-]?string)"
)
_HARMLESS = re.compile(
    r"(?i)^(?:yes|no|true|false|null|none|nil|undefined|unknown|empty|string|required|invalid|expired|missing|not|is|was|has|for|from|"
    r"\(?(?:sensitive|known after apply).*|\*+|x{3,}|!.*|<.*>|\[.*\]?|\$\{?.*|\{.*|\d{1,4}|.{0,3})$"
)

RULES: tuple[Rule, ...] = (
    *(Rule(kind, re.compile(pattern), words) for kind, (pattern, words) in (*ISSUED.items(), *SAID.items())),
    *(Rule(kind, re.compile(pattern), OURS.get(kind, ()), AFTER_DOT.get(kind, 0))
    for kind, pattern in (
        ("private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:(?:\\n|\\r|[A-Za-z0-9+/=\s:,-])*?-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----)?"),
        ("AWS key id", r"(?<![A-Z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])"),
        ("AWS secret", r"(?i)aws.{0,24}?(?:secret|key|token).{0,24}?[\"'\s=:](?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"),
        ("GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})"),
        ("GitLab token", r"\b(?:glpat|gldt|glft|glsoat|glrt|glcbt|glptt)-[A-Za-z0-9_-]{20,}"),
        ("Slack token", r"\bxox[abposre]-[A-Za-z0-9-]{10,}|https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9_/]+"),
        ("Terraform token", r"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}"),
        ("Vault token", r"\b(?:hv[sbr]|s|b|r)\.[A-Za-z0-9_-]{24,}\b"),
        ("Google key", r"\bAIza[0-9A-Za-z_-]{35}|\bya29\.[0-9A-Za-z_-]{20,}|\bGOCSPX-[0-9A-Za-z_-]{28}"),
        ("Azure key", r"(?i)(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/=]{40,})|[?&]sig=(?P<sig>[A-Za-z0-9%+/=]{30,})"),
        ("npm or PyPI token", r"\bnpm_[A-Za-z0-9]{36}|\bpypi-[A-Za-z0-9_-]{50,}"),
        ("payment key", r"\b(?:sk|rk|pk|whsec)_(?:live|test)_[0-9a-zA-Z]{16,}"),
        ("mail service key", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|\bkey-[0-9a-f]{32}\b"),
        ("model service key", r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}"),
        ("JSON web token", r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.?[A-Za-z0-9_.+/=-]*"),
        ("password in an address", r"(?<=://)[^:/?#\[\]@!$&'()*+,;=\s\"]*:(?P<secret>[^/?#\[\]@\s\"']{1,256})@"),
        ("authorization", r"(?i)\b(?:authorization|x-api-key|x-auth-token)[\"']?\s*[:=]\s*[\"']?(?:(?:basic|bearer|token|digest|negotiate)\s+)?(?P<secret>[A-Za-z0-9+/=_.~-]{8,})"),
        ("bearer token", r"(?i)\bbearer\s+(?P<secret>[A-Za-z0-9+/=_.~-]{16,})"),
        ("password in a command", r"(?i)(?:^|\s)(?:--?(?:password|passwd|pass|token|secret|api-key))(?:=|\s+)(?P<secret>[^\s\"']{4,}|\"[^\"]+\"|'[^']+')"),
        ("named secret", rf"(?i)(?<![a-z])(?:[a-z0-9]{{1,24}}(?=password|passwd|secret|token|apikey|accesskey|privatekey))?{_NAMES}(?P<quote>\\?[\"']?)\s*(?:=>|[:=])\s*(?P<secret>\\\"(?:(?!\\\").)+\\\"|\"(?:[^\"\\]|\\.)+\"|'[^']+'|[^\s\"',;&)}}\]]+)"),
    )),
)  # fmt: skip

_KEY_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
LONGEST_KEY = 200  # lines


@dataclass(slots=True)
class Scrubber:
    """Masks line by line, remembering a private key that runs over several. One for each file."""

    more: Sequence[Rule] = ()
    found: list[Masked] = field(default_factory=list)
    line: int = 0
    limit: int = 5000  # places that are remembered; the counts go on
    counts: Counter[str] = field(default_factory=Counter)
    in_key: bool = False  # the next line is part of a private key
    _key_lines: int = 0

    def scrub(self, text: str) -> str:
        """One line, masked."""
        return self.scrub_lines([text])[0]

    def scrub_lines(self, lines: Sequence[str]) -> list[str]:
        """Some lines in a row, masked. Many at once cost less."""
        suspected = self._suspected(lines)
        masked = []
        for place, text in enumerate(lines):
            self.line += 1
            if self.in_key:
                masked.append(self._inside_key(text))
            elif rules := suspected.get(place):
                if _KEY_BEGINS.search(text) and not _KEY_ENDS.search(text):
                    self.in_key, self._key_lines = True, 0
                masked.append(self._apply(text, rules))
            else:
                masked.append(text)
        return masked

    def _suspected(self, lines: Sequence[str]) -> dict[int, list[Rule]]:
        """Which rules may find something in which lines."""
        folded, suspected = Folded(lines), dict[int, list[Rule]]()
        for rule in (*RULES, *self.more):
            for place in folded.holding(rule.hints) if rule.hints else range(len(lines)):
                suspected.setdefault(place, []).append(rule)
        return suspected

    def _inside_key(self, text: str) -> str:
        """Everything up to the end of the key, but not more than a key can be long: its end may be missing."""
        self._key_lines += 1
        ended = _KEY_ENDS.search(text)
        self.in_key = ended is None and self._key_lines < LONGEST_KEY
        if not text.strip():
            return text
        self._note("private key", 0, ended.end() if ended else len(text))
        return "[masked: private key]" + (text[ended.end() :] if ended else "")

    def _apply(self, text: str, rules: Iterable[Rule]) -> str:
        for rule in rules:
            text = rule.pattern.sub(self._masker(rule), text)
        return text

    def _masker(self, rule: Rule) -> Callable[[re.Match[str]], str]:
        def mask(match: re.Match[str]) -> str:
            groups = match.re.groupindex
            name = next((name for name in ("secret", "sig") if name in groups and match[name] is not None), None)
            secret = match[name] if name else match[0]
            bare = secret.strip("\\\"'")
            if "masked: " in secret or (rule.kind in _NAMED and not _worth(bare, match[0])):
                return match[0]
            at = match.start(name) if name else match.start()
            self._note(rule.kind, at, len(secret))
            start = at - match.start() + secret.find(bare)
            return f"{match[0][:start]}[masked: {rule.kind}]{match[0][start + len(bare) :]}"

        return mask

    def _note(self, kind: str, column: int, length: int) -> None:
        self.counts[kind] += 1
        if len(self.found) < self.limit:
            self.found.append(Masked(kind, self.line, column, length))


_NAMED = {"named secret", "password in XML"}
_NOT_A_SECRET = re.compile(
    r"(?i)(?:next|page|pagination|continuation|continue|client|request|sync|change|idempotency|forward|backward|skip|start)_?token|csrf|xsrf|token(?:ize|s\b)|password[ _]?(?:policy|reset|auth)|key_?name"
)


def _worth(value: str, around: str) -> bool:
    return not _HARMLESS.match(value) and not _NOT_A_SECRET.search(around) and not value.startswith("masked")


def scrub_text(text: str) -> str:
    """A short text masked; for what is shown once and not reported."""
    scrubber = Scrubber()
    return "\n".join(scrubber.scrub(line) for line in text.split("\n"))
