"""The rules of the detect-secrets library, as rules of ours.

Loading them takes half a second and 5 MB: only where they are asked for, and not for offline commands.
"""

import importlib
import pkgutil
import re
from functools import cache

from hotwash.evidence.core.hints import AFTER_DOT, LIBRARY
from hotwash.evidence.core.scrub import Rule

# Left out: addresses are no secrets here, and these two take any 32 hex digits with a prefix of two letters for one.
_LEFT_OUT = {"IPPublicDetector", "TwilioKeyDetector", "TelegramBotTokenDetector", "PrivateKeyDetector"}


@cache
def library_rules() -> tuple[Rule, ...]:
    found = []
    library = importlib.import_module("detect_secrets.plugins")
    for info in pkgutil.iter_modules(library.__path__):
        module = importlib.import_module(f"{library.__name__}.{info.name}")
        for name, thing in vars(module).items():
            patterns = getattr(thing, "denylist", None)
            if name in _LEFT_OUT or not isinstance(thing, type) or not isinstance(patterns, list | tuple):
                continue
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Detector")).lower()
            hints, after_dot = LIBRARY.get(kind, ()), AFTER_DOT.get(kind, 0)
            found += [Rule(kind, _named(pattern), hints, after_dot) for pattern in patterns]
    return tuple(found)


def _named(pattern: "re.Pattern[str]") -> "re.Pattern[str]":
    """The library marks the secret by its first group; ours by a name."""
    if pattern.groups == 1:
        text = re.sub(r"(?<!\\)\((?!\?)", "(?P<secret>", pattern.pattern, count=1)
        return re.compile(text, pattern.flags)
    return pattern
