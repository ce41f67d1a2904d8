"""Sources that are expected to be heard: the alert of the house itself when one falls silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.kernel.core.refusal import Reason
from hotwash.ports.sources import Signal, SignalState

FINGERPRINT = "hotwash:silent"
LONGEST = 45 * 24 * 60  # minutes: a job that runs once a month is the rarest


@dataclass(frozen=True, slots=True)
class Beat:
    """How often a source is expected, and how late it may be, in minutes. 0: not expected at all."""

    every: int
    grace: int = 0

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=self.every + self.grace)

    def due_after(self, heard_at: datetime | None, now: datetime) -> datetime:
        """When it is silent, if it is not heard before. One that was never heard is given its time from now."""
        return (heard_at or now) + self.wait

    def problems(self) -> list[Reason]:
        found = []
        if not 0 <= self.every <= LONGEST:
            found.append(Reason("every", f"Expect it every 1 to {LONGEST} minutes, or 0 for not at all.", "every"))
        if not 0 <= self.grace <= LONGEST:
            found.append(Reason("grace", f"It may be late by 0 to {LONGEST} minutes.", "grace"))
        return found


def silent_signal(source: str, body: bytes) -> Signal:
    """The house's own alert. ``body`` is how it says since when: a time in ISO format."""
    since = datetime.fromisoformat(body.decode())
    return Signal(
        fingerprint=FINGERPRINT,
        title=f"Nothing is heard from {source}",
        text=f"It was expected and has not been heard since {since:%F %H:%M} UTC. What it would tell is not known.",
        labels={"alertname": "SourceSilent", "source": source, "severity": "critical"},
        severity="critical",
        starts_at=since,
    )


def heard_signal(source: str, at: datetime) -> Signal:
    return Signal(fingerprint=FINGERPRINT, title=f"{source} is heard again", state=SignalState.RESOLVED, ends_at=at)


def every_in_words(beat: Beat) -> str:
    late = f", {beat.grace} minutes late at most" if beat.grace else ""
    return f"expected every {beat.every} minutes{late}"
