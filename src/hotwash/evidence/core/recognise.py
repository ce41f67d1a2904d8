"""Which format a body is in, by its content."""

from collections.abc import Iterable
from dataclasses import dataclass

from hotwash.ports.formats import Format, Sample


@dataclass(frozen=True, slots=True)
class Candidate:
    format: Format
    score: float


def candidates(sample: Sample, formats: Iterable[Format]) -> list[Candidate]:
    """All formats that could be it, the likeliest first; among equals in the order of their keys."""
    scored = [Candidate(form, form.recognise(sample)) for form in formats]
    return sorted((one for one in scored if one.score > 0), key=lambda one: (-one.score, one.format.key))
