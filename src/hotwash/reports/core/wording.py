"""Times, spans and amounts as people read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

CATEGORIES = {"technical": "Technical failure", "process": "Process gap", "monitoring": "Monitoring and alerting"}
AUDIENCES = {"customers": "Customers", "internal": "Internal operations", "availability": "Availability"}
KEY_TIMES = {
    "started": "Started",
    "detected": "Detected",
    "acknowledged": "Acknowledged",
    "declared": "Declared",
    "mitigated": "Mitigated",
    "resolved": "Resolved",
}
FOUND_BY = {
    "monitoring": "Monitoring",
    "alerting": "Alerting",
    "customer": "A customer report",
    "colleague": "A colleague",
}
STATES = {"open": "Open", "in_progress": "In progress", "done": "Done", "wont_do": "Won't do"}


def words(key: str, table: dict[str, str]) -> str:
    """The word people read for a key; an unknown key (the process can extend lists) in plain letters."""
    plain = key.replace("_", " ").strip()
    return table.get(key, plain[:1].upper() + plain[1:])


def local(at: datetime, zone: str) -> datetime:
    """``at`` in the named zone; an unknown name gives UTC."""
    try:
        return at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone(UTC)


def day(at: datetime, zone: str) -> str:
    shown = local(at, zone)
    return f"{shown:%A} {shown.day} {shown:%B %Y}"


def clock(at: datetime, zone: str, precision: str = "second") -> str:
    """Time of day as precisely as it is known: nothing for a day, 14:05 for a minute, 14:05:09.250 for milliseconds."""
    shown = local(at, zone)
    match precision:
        case "day" | "month" | "year":
            return ""
        case "hour":
            return f"{shown:%H} h"
        case "minute":
            return f"{shown:%H:%M}"
        case "second":
            return f"{shown:%H:%M:%S}"
        case _:
            return f"{shown:%H:%M:%S}.{shown.microsecond // 1000:03d}"


def moment(at: datetime, zone: str) -> str:
    """Date and time to the minute with the zone's abbreviation: 2025-11-03 14:05 CET."""
    shown = local(at, zone)
    return f"{shown:%Y-%m-%d %H:%M} {shown:%Z}"


def machine(at: datetime) -> str:
    """ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def span(length: timedelta) -> str:
    """A duration in its two largest units: 2 d 4 h, 1 h 48 min, 12 min 30 s, 45 s."""
    seconds = int(length.total_seconds())
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    parts = [
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "min"),
        (seconds % 60, "s"),
    ]
    first = next((index for index, (amount, _) in enumerate(parts) if amount), len(parts) - 1)
    shown = [f"{amount} {unit}" for amount, unit in parts[first : first + 2] if amount]
    return sign + (" ".join(shown) or "0 s")


def size(count: int) -> str:
    """Bytes in decimal units: 950 B, 1.2 kB, 3.4 MB."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
