"""Gates: what the process asks of a stage before it is called done."""

from dataclasses import dataclass
from enum import StrEnum

from hotwash.kernel.core.facts import Fact, Facts
from hotwash.process.core.document import Gate, Stage


class Progress(StrEnum):
    """The state of a stage on the rail."""

    NOT_BEGUN = "not begun"
    OPEN = "open"
    GATE_NOT_MET = "gate not met"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate held against the facts. ``value`` is None when no stage knows the fact: the gate then counts as not
    met.
    """

    gate: Gate
    value: float | None

    @property
    def met(self) -> bool:
        return self.value is not None and self.value >= self.gate.at_least


@dataclass(frozen=True, slots=True)
class StageState:
    stage: Stage
    progress: Progress
    verdicts: tuple[Verdict, ...]

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """Required gates that are not met: why the stage can't be called done."""
        return tuple(verdict for verdict in self.verdicts if verdict.gate.required and not verdict.met)

    @property
    def advice(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.gate.required and not verdict.met)


def state_of(stage: Stage, facts: Facts, *, begun: bool, finished: bool) -> StageState:
    """Where a stage stands. A stage that was called done and whose gate broke afterwards says so."""
    verdicts = tuple(Verdict(gate, _number(facts.get(gate.fact))) for gate in stage.gates)
    blocked = any(verdict.gate.required and not verdict.met for verdict in verdicts)
    if finished:
        progress = Progress.GATE_NOT_MET if blocked else Progress.DONE
    elif not begun:
        progress = Progress.NOT_BEGUN
    else:
        progress = Progress.GATE_NOT_MET if blocked else Progress.OPEN
    return StageState(stage, progress, verdicts)


def _number(fact: Fact) -> float | None:
    if fact is None:
        return None
    if isinstance(fact, str):
        return 1.0 if fact else 0.0
    return float(fact)
