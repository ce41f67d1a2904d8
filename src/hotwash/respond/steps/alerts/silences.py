"""Silences: made, ended early, and what they kept quiet decided about anew when they are over."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.sources import Signal
from hotwash.respond.core.alerts.matching import parsed_matchers
from hotwash.respond.core.alerts.silences import SilenceValues, matchers_of
from hotwash.respond.core.states import AlertState, Triage
from hotwash.respond.events import SettingChanged, SilenceOver
from hotwash.respond.models import Alert, Silence, Source
from hotwash.respond.queries.deciding import silence_as_value
from hotwash.respond.steps.alerts.batch import Batch, begun
from hotwash.respond.steps.alerts.locks import lock_source
from hotwash.respond.steps.alerts.signals import case_of, take_case
from hotwash.respond.steps.alerts.writing import write

PART = 500
LONGEST_MINUTES = 7 * 24 * 60


def make_silence(*, actor: Actor, values: SilenceValues, now: datetime) -> Silence | Refusal:
    """Keep the alerts quiet that fit, from one time to another, once or on some days of the week."""
    problems = values.problems(now=now, missing=_missing(values))
    if problems:
        return Refusal(tuple(problems))
    kept, _ = parsed_matchers(values.matchers)
    with step(actor=actor, permission=Permission.RESPOND, why=values.reason.strip()) as record:
        row = Silence.objects.create(
            reason=values.reason.strip()[:200],
            matchers=kept,
            source_id=values.source_id,
            service_id=values.service_id,
            starts_at=values.starts_at,
            ends_at=values.ends_at,
            weekdays=sorted(set(values.weekdays)),
            timezone=values.timezone,
            until=values.until if values.weekdays else None,
            made_by_id=actor.person_id,
            made_by_name=actor.name[:200],
            made_at=now,
        )
        _wake_at_end(row, now)
        record(SettingChanged(verb="made", what=f"the silence “{row.reason}”"))
    return row


def silence_alert(
    *, actor: Actor, alert: Alert, minutes: int, why: str, version: int, now: datetime
) -> Silence | Refusal:
    """Keep an alert and those with the same labels quiet from now on, for some minutes."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        return refuse("minutes", "Silence it for between a minute and a week.", "minutes")
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = alert.at_version(version)
        if row is None:
            return conflict("this alert")
        labels = {str(name): str(value) for name, value in row.labels.items()}
        values = SilenceValues(
            reason=why.strip()[:200] or row.title[:200],
            matchers=matchers_of(labels, row.title),
            source_id=row.source_id,
            starts_at=now,
            ends_at=now + timedelta(minutes=minutes),
        )
        silence = make_silence(actor=actor, values=values, now=now)
        if isinstance(silence, Silence) and row.triage == Triage.INBOX:
            row.triage, row.silence = Triage.SILENCED, silence
            row.reason = f"{actor.name} silenced it until {silence.ends_at:%F %H:%M} UTC: {silence.reason}"
            row.version += 1
            row.save(update_fields=["triage", "silence", "reason", "version"])
        del record
    return silence


def end_silence(*, actor: Actor, silence: Silence, version: int, now: datetime) -> Silence | Refusal:
    """End it before its time. What it kept quiet and still fires is decided about anew."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = silence.at_version(version)
        if row is None:
            return conflict("this silence")
        if row.ended_at is None:
            row.ended_at, row.ended_by_name = now, actor.name[:200]
            row.version += 1
            row.save(update_fields=["ended_at", "ended_by_name", "version"])
            wake(SilenceOver(silence=row.pk, incident_id=None), at=now)
            record(SettingChanged(verb="ended", what=f"the silence “{row.reason}”"))
    return row


def decide_what_was_silenced(event: SilenceOver, *, now: datetime) -> int:
    """A silence may be over: its alerts that still fire are decided about anew; how many."""
    silence = Silence.objects.select_related("service").filter(pk=event.silence).first()
    if silence is None:
        return 0
    _wake_at_end(silence, now)
    if silence_as_value(silence).window_at(now) is not None:
        return 0
    quiet = Alert.objects.filter(silence=silence, state=AlertState.FIRING, triage=Triage.SILENCED)
    done = 0
    for source in Source.objects.filter(pk__in=quiet.values("source")):
        while part := _decide_part(source, silence, now):
            done += part
    return done


def _decide_part(source: Source, silence: Silence, now: datetime) -> int:
    with transaction.atomic():
        lock_source(source.pk)
        quiet = Alert.objects.filter(
            source=source, silence=silence, state=AlertState.FIRING, triage=Triage.SILENCED
        ).select_related("incident")
        alerts = list(quiet.order_by("pk")[:PART])
        if not alerts:
            return 0
        batch = begun(source, now, now)
        batch.last = {alert.fingerprint: alert for alert in alerts}
        with step(actor=batch.actor, permission=Permission.RESPOND) as record:
            for alert in alerts:
                _decide_again(alert, batch)
            write(batch, record)
    return len(alerts)


def _decide_again(alert: Alert, batch: Batch) -> None:
    case = case_of(_signal_of(alert), batch.now, batch, heard=False)
    if case.silence is None:
        take_case(case, batch)
        return
    alert.silence_id = case.silence.id  # another one holds on
    alert.reason = case.silence.in_words(batch.now)
    batch.settled[alert.pk] = alert


def _signal_of(alert: Alert) -> Signal:
    return Signal(
        fingerprint=alert.fingerprint,
        title=alert.title,
        text=alert.text,
        labels={str(name): str(value) for name, value in alert.labels.items()},
        severity=alert.severity,
        starts_at=alert.starts_at,
        url=alert.url,
    )


def _wake_at_end(silence: Silence, now: datetime) -> None:
    """At the end of the window that is open, else of the next one."""
    value = silence_as_value(silence)
    window = value.window_at(now) or (value.next_window(now) if silence.ended_at is None else None)
    if window is not None:
        wake(SilenceOver(silence=silence.pk, incident_id=None), at=window.ends_at)


def _missing(values: SilenceValues) -> Collection[str]:
    asked: dict[str, tuple[type[Source | Service], int | None]] = {
        "source": (Source, values.source_id),
        "service": (Service, values.service_id),
    }
    return [name for name, (kind, pk) in asked.items() if pk is not None and not kind.objects.filter(pk=pk).exists()]
