"""Text to terms: what is left of a report when addresses, times, template lines and endings of words are taken away."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_NOISE = re.compile(
    r"https?://\S+"  # addresses
    r"|\(#[^)]*\)"  # links into the same page
    r"|`{3}\w*"  # fences of code blocks
    r"|[\w.+-]+@[\w.-]+"  # mail addresses and handles
    r"|\b\d{4}-\d\d-\d\d\b"
    r"|\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b"
)
_WORD = re.compile(r"[^\W\d_][^\W_]+|\b\d{3}\b")  # three digits alone: a status code
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"\W+")

_COMMON = """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can could did do does doing down during each few for from further had has have having he her here hers him his
    how if in into is it its itself just like me more most my no nor not now of off on once only or other our out over
    own same she so some such than that the their them then there these they this those through to too under until up
    us very was we were what when where which while who whom why will with would you your yours im ive dont didnt isnt
    jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october
    november december mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday"""
_STOP = frozenset(_COMMON.split())
# Longest first; the second half replaces the ending. Three letters have to stay.
_ENDINGS = (("sses", "ss"), ("edly", ""), ("ies", "y"), ("ing", ""), ("ers", "er"), ("ed", ""), ("s", ""))


def stem(word: str) -> str:
    """The word without its English ending: `deploying`, `deployed` and `deploys` are one term. Crude on purpose."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word


def written_words(text: str) -> list[tuple[str, str]]:
    """(stem, word as written in lower case) in their order, without common words, numbers, times and addresses."""
    plain = _CAMEL.sub(" ", _NOISE.sub(" ", text)).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    lowered = (found.lower() for found in _WORD.findall(plain))
    return [(stem(word), word) for word in lowered if word not in _STOP]


def _line_key(line: str) -> str:
    return _NOT_WORD.sub(" ", line).strip().lower()


def without_shared_lines(texts: Sequence[str], share: float = 0.3) -> list[str]:
    """The texts without the lines of a template: those that more than ``share`` of them, and at least three, have."""
    keys = [[_line_key(line) for line in text.splitlines()] for text in texts]
    seen: Counter[str] = Counter()
    for lines in keys:
        seen.update({key for key in lines if key})
    limit = max(2.0, share * len(texts))
    return [
        "\n".join(line for line, key in zip(text.splitlines(), lines, strict=True) if seen[key] <= limit)
        for text, lines in zip(texts, keys, strict=True)
    ]


def character_grams(word: str, size: int = 4) -> Iterable[str]:
    """Pieces of a word with its edges marked: what joins `autoscaler` and `scaling`."""
    edged = f"<{word}>"
    return (edged[at : at + size] for at in range(len(edged) - size + 1))
