"""Zone abbreviations. They are ambiguous by nature: what comes from here is marked as assumed."""

import re

MINUTE = 60

# Minutes east of UTC. Where two places share a name, the one with more servers in it was taken.
_MINUTES = {
    "UTC": 0, "GMT": 0, "UCT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "CEST": 120, "MEST": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "IST": 330, "PKT": 300, "HKT": 480, "SGT": 480, "AWST": 480,
    "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "ACST": 570, "ACDT": 630, "NZST": 720, "NZDT": 780,
    "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180,
    "ART": -180, "SAST": 120, "WAT": 60, "CAT": 120, "EAT": 180, "IDT": 180, "WIB": 420, "ICT": 420, "PHT": 480,
}  # fmt: skip

_PLACE = r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z]+(?:[_/-][A-Za-z]+){0,3}"
ZONE = (
    r"(?P<zone>[Zz](?![A-Za-z])|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?(?![\d.-]|:\d)|[+-]\d{3}(?![\d.:-])|(?:UTC|GMT)[+-]\d(?!\d)|"
    rf"{_PLACE}|(?:" + "|".join(sorted(_MINUTES)) + r")(?![A-Za-z]))"
)
_CERTAIN = frozenset({"UTC", "GMT", "UCT"})
_IN_MINUTES = re.compile(r"[+-]\d{3}")  # as Db2 and WMI write a zone
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?")


def offset_of(text: str) -> tuple[int | None, bool]:
    """Seconds east of UTC and whether that was only assumed from an abbreviation; (None, False) if not a zone
    of that kind (a place needs a date as well).
    """
    if text in {"Z", "z"}:
        return 0, False
    if _IN_MINUTES.fullmatch(text):
        return (int(text) * MINUTE, False) if abs(int(text)) <= 18 * 60 else (None, False)
    if found := _OFFSET.fullmatch(text):
        size = int(found[2]) * 3600 + int(found[3] or 0) * MINUTE
        return (None, False) if size > 18 * 3600 else (-size if found[1] == "-" else size, False)
    minutes = _MINUTES.get(text)
    return (None, False) if minutes is None else (minutes * MINUTE, text not in _CERTAIN)
