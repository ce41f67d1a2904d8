"""What came to the far end of a notifier."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Arrived:
    subject: str
    text: str
    raw: bytes
    headers: dict[str, str] = field(default_factory=dict)
