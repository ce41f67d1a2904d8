"""Times, durations and names as people read them. Pure: the moment "now" is an argument."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

MINUTE, HOUR, DAY = 60, 3600, 86400
NOTHING = "\N{EN DASH}"


def duration_words(span: timedelta | float) -> str:
    """At most two units: "45 s", "12 min", "1 h 12 min", "3 d 4 h"."""
    seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < MINUTE:
        return f"{sign}{seconds} s"
    if seconds < HOUR:
        return f"{sign}{seconds // MINUTE} min"
    if seconds < DAY:
        return f"{sign}{_two(seconds // HOUR, 'h', seconds % HOUR // MINUTE, 'min')}"
    return f"{sign}{_two(seconds // DAY, 'd', seconds % DAY // HOUR, 'h')}"


def clock_words(span: timedelta | float) -> str:
    """For a running clock: "4:07", "1:12:09", "3 d 04:10:00"."""
    seconds = max(0, int(span.total_seconds() if isinstance(span, timedelta) else span))
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    if days:
        return f"{days} d {hours:02}:{minutes:02}:{seconds:02}"
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def percent_words(share: Decimal | float) -> str:
    """A share as per cent, without zeros at its end: 0.9995 is "99.95 %"."""
    return f"{(Decimal(str(share)) * 100).normalize():f} %"


def relative_words(at: datetime, now: datetime) -> str:
    """Such as "now", "5 min ago", "in 2 h", "3 d ago"; beyond a month, nothing: the date says it better."""
    seconds = round((now - at).total_seconds())
    size = abs(seconds)
    if size < MINUTE:
        return "now"
    if size >= 31 * DAY:
        return ""
    unit = next((f"{size // length} {name}" for length, name in ((DAY, "d"), (HOUR, "h")) if size >= length), "")
    words = unit or f"{size // MINUTE} min"
    return f"{words} ago" if seconds > 0 else f"in {words}"


def absolute_words(at: datetime, now: datetime, zone_name: str) -> str:
    """Such as "23 Nov, 08:01 UTC"; with the year where it is not this one."""
    year = "" if at.year == now.astimezone(at.tzinfo).year else f" {at.year}"
    return f"{at.day} {at:%b}{year}, {at:%H:%M} {zone_name}".rstrip()


def full_words(at: datetime, zone_name: str) -> str:
    """For the tip: with weekday, seconds and zone, and the same in UTC where the zone is another."""
    local = f"{at:%A}, {at.day} {at:%B %Y, %H:%M:%S} {zone_name}"
    universal = at.astimezone(UTC)
    return local if at.utcoffset() == timedelta(0) else f"{local} ({universal:%Y-%m-%d %H:%M:%S} UTC)"


def initials_of(name: str) -> str:
    """Such as "Ada Lovelace" -> "AL", "ops@example.org" -> "OP"."""
    words = name.split("@", maxsplit=1)[0].replace(".", " ").replace("-", " ").split()
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


def severity_rank(key: str) -> int:
    """1 (worst) to 5, from a key such as "sev2", "P1" or "critical"."""
    digits = [int(letter) for letter in key if letter.isdigit()]
    known = {"critical": 1, "major": 2, "high": 2, "moderate": 3, "medium": 3, "minor": 4, "low": 4}
    return min(max(digits[0], 1), 5) if digits else known.get(key.lower(), 5)


def _two(first: int, first_unit: str, second: int, second_unit: str) -> str:
    return f"{first} {first_unit} {second} {second_unit}" if second else f"{first} {first_unit}"
