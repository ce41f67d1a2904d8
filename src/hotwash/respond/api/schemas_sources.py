"""Settings of a source tried out on what it sent."""

from datetime import datetime

from ninja import Schema

from hotwash.respond.api.schemas import Number
from hotwash.respond.queries import Trial


class TryIn(Schema):
    """``delivery`` is the number of one that this source sent; options that are left out have their first value."""

    delivery: Number
    options: dict[str, str] = {}


class SignalOut(Schema):
    fingerprint: str
    title: str
    text: str
    state: str
    severity: str
    labels: dict[str, str]
    starts_at: datetime | None
    ends_at: datetime | None
    url: str


class TryOut(Schema):
    """``problem`` says why nothing could be read; ``paths`` what the body holds, each with its value."""

    signals: list[SignalOut]
    problem: str
    paths: list[tuple[str, str]]

    @staticmethod
    def of(trial: Trial) -> "TryOut":
        signals = [
            SignalOut(
                fingerprint=one.fingerprint,
                title=one.title,
                text=one.text,
                state=one.state.value,
                severity=one.severity,
                labels=dict(one.labels),
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                url=one.url,
            )
            for one in trial.signals
        ]
        return TryOut(signals=signals, problem=trial.problem, paths=list(trial.paths))
