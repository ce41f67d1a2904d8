"""Numbers that are times: epochs of every unit, the counts of Windows and browsers, digits run together."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from hotwash.ports.stamps.stamp import DAY, NS, Basis, Stamp, to_stamp

_UNITS = ((10**11, 0), (10**14, 3), (10**17, 6), (10**20, 9))
_WHOLE = re.compile(r"(\d+)(?:\.(\d+))?")
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)(\d{3})?")
# Counts from another year than 1970, told by the name of their field: words, (from, below), zero, ns of one.
_COUNTS = (
    (("webkit", "chrome"), (10**16, 2 * 10**16), 11_644_473_600_000_000, 1000),  # microseconds since 1601
    (("filetime", "lastlogon", "pwdlastset"), (10**17, 2 * 10**17), 116_444_736_000_000_000, 100),  # since 1601
    (("ticks",), (5 * 10**17, 8 * 10**17), 621_355_968_000_000_000, 100),  # since the year 1, as .NET counts
    (("cfabsolute", "cocoa", "macabsolute"), (10**7, 2 * 10**9), -978_307_200, NS),  # seconds since 2001
)


# The same counts in texts whose name does not tell: read as an epoch they would be of years that no log is of.
_BY_SIZE = (
    (116_444_736_000_000_000, 160_000_000_000_000_000, 1),  # FILETIME, else 1973 to 1975
    (620_000_000_000_000_000, 660_000_000_000_000_000, 2),  # .NET, else 1989 and 1990
    (11_644_473_600_000_000, 16_000_000_000_000_000, 0),  # WebKit, else after the year 2338
)


def _of_other_zero(value: str) -> Stamp | None:
    """A whole number of 17 or 18 digits that is a time only when counted from another year than 1970."""
    if len(value) not in {17, 18} or not value.isdigit():
        return None
    count = int(value)
    for low, high, which in _BY_SIZE:
        if low <= count < high:
            _, _, zero, unit = _COUNTS[which]
            return Stamp((count - zero) * unit, 6 if unit == 1000 else 7, 0, Basis.FORMAT, raw=value)
    return None


@lru_cache(maxsize=1024)
def _counts_named(name: str) -> list[tuple[tuple[int, int], int, int]]:
    return [(span, zero, unit) for words, span, zero, unit in _COUNTS if any(word in name for word in words)]


def from_counted(name: str, value: object) -> Stamp | None:
    """A count from another year than 1970, where the name of its field says so."""
    for (low, high), zero, unit in _counts_named(name):
        if digits := _WHOLE.fullmatch(str(value)):
            whole = int(digits[1])
            if low <= whole < high:
                rest = int((digits[2] or "0")[:9].ljust(9, "0")) if unit == NS else 0
                places = {NS: len(digits[2] or ""), 1000: 6, 100: 7}[unit]
                return Stamp((whole - zero) * unit + rest, min(places, 9), 0, Basis.FORMAT, raw=str(value))
    return None


def from_number(value: str | float | Decimal) -> Stamp | None:
    """Epoch seconds, milli-, micro- or nanoseconds, told apart by size. Zero and small numbers are no value.

    Digits after the point of a float are those of its shortest spelling, at most to the microsecond.
    """
    if stamp := run_together(str(value)) or (isinstance(value, str) and _of_other_zero(value)):
        return stamp
    try:
        exact = Decimal(repr(value) if isinstance(value, float) else str(value).replace(",", "."))
    except (InvalidOperation, ValueError):
        return None
    if not exact.is_finite() or not 10**8 <= exact < 10**20:
        return None
    power = next(digits for limit, digits in _UNITS if exact < limit)
    places = -int(exact.as_tuple().exponent)
    if isinstance(value, float):
        places = min(places, 6)
        exact = exact.quantize(Decimal(1).scaleb(-places)) if places > 0 else exact
    ns = int(exact.scaleb(9 - power))
    return Stamp(ns, min(9, power + max(0, places)), 0, Basis.FORMAT, raw=str(value))


def run_together(text: str) -> Stamp | None:
    """20260302140005, with milliseconds or without: an epoch of that many digits would lie centuries ahead."""
    match = _RUN_TOGETHER.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    return to_stamp((year, month, day), (hour, minute, second), match[7] or "", None, text)


def from_modified(day: str, seconds: str) -> Stamp | None:
    """A modified Julian day and the seconds of it, as ntpd and observatories write them."""
    whole, _, fraction = seconds.partition(".")
    if int(whole) >= DAY:
        return None
    ns = ((int(day) - 40_587) * DAY + int(whole)) * NS + int(fraction[:9].ljust(9, "0") or 0)
    return Stamp(ns, min(len(fraction), 9), 0, Basis.FORMAT, raw=f"{day} {seconds}")


def from_hex(seconds: str, nano: str) -> Stamp:
    """Seconds and nanoseconds in hexadecimal, as OpenLDAP writes them."""
    return Stamp(int(seconds, 16) * NS + int(nano or "0", 16), 9 if nano else 0, 0, Basis.FORMAT, raw=seconds)


def from_six(digits: str) -> Stamp | None:
    """Years since 1970, month from 0, day, hour, minute, second: a byte each in hexadecimal (Symantec)."""
    year, month, day, hour, minute, second = bytes.fromhex(digits)
    return to_stamp((1970 + year, month + 1, day), (hour, minute, second), "", None, digits)


def from_tai(label: str, nano: str, raw: str) -> Stamp:
    """TAI64N as daemontools writes it; its common readers take ten seconds off and nothing more."""
    seconds = int(label, 16) - (1 << 62) - 10
    return Stamp(seconds * NS + int(nano or "0", 16), 9 if nano else 0, 0, Basis.FORMAT, raw=raw)
