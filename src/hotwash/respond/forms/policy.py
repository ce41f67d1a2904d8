"""The levels of an escalation policy as text: ``5: schedule Web`` waits five minutes, then the next line is paged.

A channel is written ``channel webhook https://chat.example.org/ops``: the key of a notifier, then an address there.
"""

from hotwash.directory.models import Person, Team
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.models import EscalationPolicy, EscalationTarget, Schedule
from hotwash.respond.steps import LevelValues


def levels_of(text: str) -> tuple[LevelValues, ...] | Refusal:
    """The levels of a text, or what in it can't be understood."""
    levels = []
    for line in filter(str.strip, text.splitlines()):
        minutes, colon, rest = line.partition(":")
        if not colon or not minutes.strip().isdecimal():
            return refuse(
                "levels", f"“{line.strip()}” does not begin with minutes and a colon: 5: schedule Web.", "levels"
            )
        targets = []
        for piece in filter(None, (part.strip() for part in rest.split(","))):
            target = _target(piece)
            if target is None:
                return refuse(
                    "levels",
                    f"“{piece}” is no schedule, person or team that is known here, nor a channel with its address.",
                    "levels",
                )
            targets.append(target)
        levels.append(LevelValues(minutes=int(minutes.strip()[:6]), targets=tuple(targets)))
    return tuple(levels)


def levels_text(policy: EscalationPolicy) -> str:
    levels = policy.levels.prefetch_related("targets__person", "targets__schedule", "targets__team")
    return "\n".join(f"{level.minutes}: {', '.join(map(_words, level.targets.all()))}" for level in levels)


def _target(piece: str) -> Target | None:
    kind, _, name = piece.partition(" ")
    name = name.strip()
    if kind == "schedule":
        schedule = Schedule.objects.filter(name__iexact=name).first()
        return Target("schedule", schedule.pk, schedule.name) if schedule else None
    if kind == "team":
        team = Team.objects.filter(name__iexact=name).first()
        return Target("team", team.pk, team.name) if team else None
    if kind == "channel":
        channel, _, address = name.partition(" ")
        return Target("channel", 0, name, channel, address.strip()) if address.strip() else None
    person = Person.objects.filter(email__iexact=name, is_active=True).first() if kind == "person" else None
    return Target("person", person.pk, person.name) if person else None


def _words(target: EscalationTarget) -> str:
    if target.channel:
        return f"channel {target.channel} {target.address}"
    if target.person is not None:
        return f"person {target.person.email}"
    return f"schedule {target.schedule.name}" if target.schedule is not None else f"team {target.team}"
