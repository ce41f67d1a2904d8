"""What people write onto the timeline, and what can't be about it."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hotwash.evidence.core.bounds import plain, unstorable
from hotwash.kernel.core.refusal import Reason, Refusal

PRECISIONS = ("second", "minute", "about", "before", "after", "day", "unknown", "ms", "us", "ns")
LONGEST = 20_000
LONGEST_NAME = 40
AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Worded:
    """What is said of a time on the timeline. Text is plain, detail is Markdown; ``line`` is that of its proof."""

    at: datetime
    text: str
    until: datetime | None = None
    precision: str = "second"
    detail: str = ""
    why_known: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What is checked of an entry. ``own_file``: the file, if one is named, is of the same incident."""

    at: datetime
    until: datetime | None
    text: str
    detail: str
    precision: str
    line: int | None
    own_file: bool = True

    def unfit(self) -> Refusal | None:
        reasons = unstorable((("at", self.at), ("until", self.until)))
        if not plain(self.text):
            reasons.append(Reason("text", "Write what happened.", "text"))
        if len(self.text) > LONGEST or len(self.detail) > LONGEST:
            reasons.append(
                Reason("long", f"An entry holds {LONGEST:,} characters at most; attach a file instead.", "text")
            )
        if self.line is not None and not 0 < self.line < 2**53:
            reasons.append(Reason("line", "A line is a number from 1 up.", "line"))
        if self.until is not None and self.until < self.at:
            reasons.append(Reason("until", "The end is before the beginning. Correct one of the two.", "until"))
        if self.precision not in PRECISIONS:
            reasons.append(Reason("precision", "Choose how exact the time is.", "precision"))
        if not self.own_file:
            reasons.append(Reason("file", "This file belongs to another incident.", "file"))
        return Refusal(tuple(reasons)) if reasons else None


def unfit_annotation(text: str, at: datetime) -> Refusal | None:
    """Why an annotation can't be written like this, if so."""
    reasons = unstorable((("at", at),))
    if not plain(text):
        reasons.append(Reason("text", "Write what was known.", "text"))
    if len(text) > LONGEST:
        reasons.append(Reason("long", f"An annotation holds {LONGEST:,} characters at most.", "text"))
    return Refusal(tuple(reasons)) if reasons else None


def unfit_attachment(line: int | None, until: int | None, *, own_file: bool) -> Refusal | None:
    """Why a file, or lines of it, can't be attached like this, if so."""
    reasons = []
    if not own_file:
        reasons.append(Reason("file", "This file is not evidence of this incident.", "file"))
    if any(number is not None and not 0 < number < 2**53 for number in (line, until)):
        reasons.append(Reason("line", "A line is a number from 1 up.", "line"))
    elif until is not None and (line is None or until < line):
        reasons.append(Reason("until", "The last line comes before the first. Correct one of the two.", "until"))
    return Refusal(tuple(reasons)) if reasons else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """What is checked of an impact. ``amount`` of availability is the share lost, in per cent; ``unknown`` is on
    purpose.
    """

    audience: str
    confidence: str
    starts_at: datetime | None
    ends_at: datetime | None
    amount: float | None
    unknown: bool
    note: str

    def unfit(self, audiences: Collection[str], confidences: Collection[str]) -> Refusal | None:
        reasons = unstorable((("starts_at", self.starts_at), ("ends_at", self.ends_at)))
        if self.confidence not in confidences:
            reasons.append(Reason("confidence", "Choose how sure it is.", "confidence"))
        if self.audience not in audiences:
            reasons.append(Reason("audience", "Choose who was affected.", "audience"))
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            reasons.append(Reason("ends", "The end is before the beginning. Correct one of the two.", "ends_at"))
        return Refusal((*reasons, *self._amount())) if reasons or self._amount() else None

    def _amount(self) -> list[Reason]:
        if self.amount is None:
            said = self.unknown or plain(self.note)
            return [] if said else [Reason("amount", "Say how much, or say on purpose that it is not known.", "amount")]
        if not math.isfinite(self.amount) or self.amount < 0:
            return [Reason("amount", "Enter a number from 0 up.", "amount")]
        if self.audience == AVAILABILITY and self.amount > 100:
            return [Reason("share", "More than 100 per cent cannot be lost.", "amount")]
        return []


def amount_in_words(amount: float | None, unit: str, *, unknown: bool) -> str:
    if unknown:
        return "not known how much"
    return f"{amount:g} {unit}" if amount is not None else ""


def unfit_mark(name: str, at: datetime, precision: str, *, own_entry: bool) -> Refusal | None:
    """Why a key time can't be marked like this, if so."""
    reasons = []
    if not name or len(name) > LONGEST_NAME:
        reasons.append(Reason("name", f"Give the time a name of at most {LONGEST_NAME} characters.", "name"))
    reasons += unstorable((("at", at),))
    if precision not in PRECISIONS:
        reasons.append(Reason("precision", "Choose how exact the time is.", "precision"))
    if not own_entry:
        reasons.append(Reason("entry", "This entry belongs to another incident.", "entry"))
    return Refusal(tuple(reasons)) if reasons else None
