"""The stage rail as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotwash.process.core.gates import Progress, StageState, Verdict
from hotwash.stages import STAGES, Stage

STATES = {
    Progress.NOT_BEGUN: "idle",
    Progress.OPEN: "open",
    Progress.GATE_NOT_MET: "blocked",
    Progress.DONE: "done",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage. ``state`` is idle, open, blocked or done; ``why`` says what is missing, or how it stands."""

    number: int
    key: str
    name: str
    href: str
    state: str
    why: str
    current: bool
    stands: StageState

    @property
    def missing(self) -> tuple[Verdict, ...]:
        """Gates that are not met, those the stage stays open for first."""
        return (*self.stands.unmet, *self.stands.advice)

    @property
    def met(self) -> int:
        return len(self.stands.verdicts) - len(self.missing)


@dataclass(frozen=True, slots=True)
class Rail:
    steps: tuple[Step, ...]

    @property
    def current(self) -> Step | None:
        return next((step for step in self.steps if step.current), None)


def rail_for(states: Sequence[StageState], reference: str, path: str) -> Rail:
    """The rail of an incident, with the stage marked that ``path`` lies in."""
    return Rail(tuple(_step(stage, stands, reference, path) for stage, stands in zip(STAGES, states, strict=True)))


def _step(stage: Stage, stands: StageState, reference: str, path: str) -> Step:
    href = f"/incidents/{reference}/{stage.key}/"
    return Step(
        number=stage.number,
        key=stage.key,
        name=stage.verb,
        href=href,
        state=STATES[stands.progress],
        why=_why(stands.progress, stands.unmet),
        current=path.startswith(href),
        stands=stands,
    )


def _why(progress: Progress, unmet: Sequence[Verdict]) -> str:
    if progress is Progress.GATE_NOT_MET:
        more = f" And {len(unmet) - 1} more." if len(unmet) > 1 else ""
        return f"{unmet[0].gate.message}{more}"
    return {Progress.OPEN: "ready", Progress.DONE: "done"}.get(progress, "not begun")
