"""Telling a story with the steps that people use, at the times at which it happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from hotwash.kernel import clock
from hotwash.kernel.core.errors import BrokenContract
from hotwash.kernel.core.refusal import Refusal
from hotwash.worker.draining import drain

T = TypeVar("T")


def sure(result: T | Refusal) -> T:
    """The result of a step of the story; a refusal is a defect of the story."""
    if isinstance(result, Refusal):
        msg = f"The example was refused: {result}"
        raise BrokenContract(msg)
    return result


@dataclass(frozen=True, slots=True)
class Teller:
    """``began`` is the moment from which the story counts; times are given as minutes after it."""

    began: datetime

    def at(self, minutes: float) -> datetime:
        return self.began + timedelta(minutes=minutes)

    def tell(self, minutes: float, step: Callable[..., T | Refusal], **given: object) -> T:
        """Call a step with ``now`` at its time, after all that fell due before, with all that follows from it."""
        return self.let(minutes, step, **given, now=self.at(minutes))

    def let(self, minutes: float, step: Callable[..., T | Refusal], **given: object) -> T:
        """The same for a step that does not ask for the time."""
        at = self.at(minutes)
        drain(now=at)
        with clock.pretending(at):
            result = sure(step(**given))
        drain(now=at)
        return result
