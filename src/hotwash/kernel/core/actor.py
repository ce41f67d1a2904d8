"""Who does something."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ActorKind = Literal["person", "token", "source", "system"]


class Role(StrEnum):
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Actor:
    """``person_id`` is set for a person and for a person's API token, and is ``None`` for sources and for Hotwash itself."""

    kind: ActorKind
    name: str
    role: Role
    person_id: int | None = None


SYSTEM = Actor(kind="system", name="Hotwash", role=Role.ADMIN)
