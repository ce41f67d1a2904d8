"""The levels of an escalation policy as text: ``5: schedule Web`` waits five minutes, then the next line is paged."""

from hotwash.directory.models import Person, Team
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.respond.core.ladder import Target
from hotwash.respond.models import EscalationPolicy, Schedule
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
                return refuse("levels", f"“{piece}” is no schedule, person or team that is known here.", "levels")
            targets.append(target)
        levels.append(LevelValues(minutes=int(minutes.strip()[:6]), targets=tuple(targets)))
    return tuple(levels)


def levels_text(policy: EscalationPolicy) -> str:
    levels = policy.levels.prefetch_related("targets__person", "targets__schedule", "targets__team")
    lines = []
    for level in levels:
        words = [_words(target.person, target.schedule, target.team) for target in level.targets.all()]
        lines.append(f"{level.minutes}: {', '.join(words)}")
    return "\n".join(lines)


def _target(piece: str) -> Target | None:
    kind, _, name = piece.partition(" ")
    name = name.strip()
    if kind == "schedule":
        schedule = Schedule.objects.filter(name__iexact=name).first()
        return Target("schedule", schedule.pk, schedule.name) if schedule else None
    if kind == "team":
        team = Team.objects.filter(name__iexact=name).first()
        return Target("team", team.pk, team.name) if team else None
    person = Person.objects.filter(email__iexact=name, is_active=True).first() if kind == "person" else None
    return Target("person", person.pk, person.name) if person else None


def _words(person: Person | None, schedule: Schedule | None, team: Team | None) -> str:
    if person is not None:
        return f"person {person.email}"
    return f"schedule {schedule.name}" if schedule is not None else f"team {team}"
