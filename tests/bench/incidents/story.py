"""What a made incident is: files, and what in them a person would want to see."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HOUR = 3600.0
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Truth:
    """Something that belongs on the timeline.

    It is found by a moment of ``file`` whose text holds ``needle`` and whose time is within ``slack`` seconds of ``at``
    (None: it has no time). ``kind`` is the begin of the moment's kind where that is the point: a silence, a change of a
    series; where such a moment is folded into another one of the same record, its reason holds ``why``. ``must`` is
    what the incident cannot be understood without; the rest is fitting, but not missed.
    """

    file: str
    needle: str
    at: float | None
    what: str
    must: bool = True
    kind: str = ""
    why: str = ""
    slack: float = 90.0


@dataclass
class Story:
    """An incident being written. ``at`` are seconds after its begin; ``scale`` is how much noise there is (1 is all)."""

    began: float
    scale: float
    seed: int
    lines: dict[str, list[tuple[float, int, str]]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def write(self, file: str, at: float, line: str) -> None:
        rows = self.lines.setdefault(file, [])
        rows.append((at, len(rows), line))

    def true(self, file: str, at: float | None, needle: str, what: str, **more: object) -> None:
        """Notes that a line, written or to be written, matters. ``more`` are further fields of ``Truth``."""
        self.truths.append(Truth(file, needle, None if at is None else self.began + at, what, **more))  # type: ignore[arg-type]

    def document(self, file: str, content: object) -> None:
        self.documents[file] = json.dumps(content, indent=1)

    def times(self, count: int, start: float, end: float) -> list[float]:
        """About ``count`` times at full scale, sorted, at least one."""
        wanted = max(1, round(count * self.scale))
        return sorted(self.random.uniform(start, end) for _ in range(wanted))

    def cut(self) -> None:
        """Keeps of each log what people cut out when they hurry: from ten minutes before to ten after what matters."""
        times = [truth.at - self.began for truth in self.truths if truth.at is not None and truth.must and truth.at]
        start, end = min(times) - 10 * MINUTE, max(times) + 10 * MINUTE
        for name, rows in self.lines.items():
            if name.endswith((".log", ".jsonl", "messages", "syslog")):
                self.lines[name] = [row for row in rows if start <= row[0] <= end]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.lines.items():
            text = "\n".join(line for _, _, line in sorted(rows))
            (folder / name).write_text(f"{text}\n", encoding="utf-8")
        for name, text in self.documents.items():
            (folder / name).write_text(f"{text}\n", encoding="utf-8")


Teller = Callable[[Story], None]
