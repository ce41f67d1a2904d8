"""Times in ``incident.yaml``: with or without a date and a zone; what is missing comes from the file's own settings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hotwash.reports.core.reading.times import Day, Found, at_head, day_of


@dataclass(frozen=True, slots=True)
class Moment:
    """``note`` says what was not written beside the time itself."""

    at: datetime
    precision: str
    note: str = ""
    until: datetime | None = None


class Times:
    """Reads times in order: one without a date stands on the day of the time before it, or on the incident's day."""

    def __init__(self, zone: ZoneInfo, day: str = "") -> None:
        self.zone = zone
        self.day: Day | None = day_of(day) if day else None
        self.problems: list[str] = []

    def read(self, text: str, where: str) -> Moment | None:
        """None for an empty text; also for one that is no time, which is noted among the problems."""
        if not text.strip():
            return None
        found = at_head(text)
        if found is None or found.rest:
            self.problems.append(
                f"{where}: “{text}” is no time. Write 2026-11-03 14:05, or 14:05 after a day was named."
            )
            return None
        return self.place(found, where)

    def place(self, found: Found, where: str) -> Moment | None:
        day = found.day or self.day
        if day is None or day.year == 0:
            self.problems.append(f"{where}: the time has no day. Add the date, or set `date:`.")
            return None
        self.day = day
        clock, note = found.clock, ""
        zone: ZoneInfo | timezone = self.zone
        if found.offset is not None:
            zone = timezone(timedelta(seconds=found.offset)) if found.offset else UTC
        try:
            start = date(day.year, day.month, day.day)
            hour, minute, second = (clock.hour, clock.minute, max(0, clock.second)) if clock else (0, 0, 0)
            at = datetime(start.year, start.month, start.day, hour, minute, second, tzinfo=zone)
            until = at.replace(hour=found.until.hour, minute=found.until.minute) if found.until else None
        except ValueError:
            self.problems.append(f"{where}: there is no such day.")
            return None
        if found.about:
            note = "about"
        precision = "day" if clock is None else "minute" if clock.second < 0 else "second"
        return Moment(at.astimezone(UTC), precision, note, until.astimezone(UTC) if until else None)
