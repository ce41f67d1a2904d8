"""The hash chain of the event log: each line carries the hash of the line before it.

A link is SHA-256 over the canonical JSON (sorted keys, no blanks, UTF-8) of the line without its own ``hash``. One
chain
for each incident (``incident:42``) and one for everything else (``organisation``), so that the chain of one
incident can be
exported and verified alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hotwash.kernel.core.event import Json

START = "0" * 64
ORGANISATION = "organisation"


def chain_name(incident_id: int | None) -> str:
    return ORGANISATION if incident_id is None else f"incident:{incident_id}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as it is hashed and exported. ``number`` counts from 1 within its chain; ``at`` is ISO
    8601 UTC.
    """

    chain: str
    number: int
    at: str
    actor: str
    type: str
    payload: Mapping[str, Json]
    why: str
    previous: str

    def hash(self) -> str:
        body = {
            "chain": self.chain,
            "number": self.number,
            "at": self.at,
            "actor": self.actor,
            "type": self.type,
            "payload": dict(self.payload),
            "why": self.why,
            "previous": self.previous,
        }
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def verify(lines: Iterable[tuple[Line, str]]) -> Iterator[str]:
    """Problems of one chain in words, none when it is whole. Takes the lines in order, each with its stored hash."""
    previous, number = START, 0
    for line, stored in lines:
        number += 1
        if line.number != number:
            yield f"{line.chain}: line {number} is missing (the next one is {line.number})."
            number = line.number
        if line.previous != previous:
            yield f"{line.chain} line {line.number}: it does not follow from the line before it."
        if line.hash() != stored:
            yield f"{line.chain} line {line.number}: its content was altered after it was written."
        previous = stored
