"""Who does something."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from hotwash.kernel.core.errors import NotPermitted

ActorKind = Literal["person", "token", "source", "system"]


class Role(StrEnum):
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Actor:
    """``person_id`` is set for a person and for a person's API token, and is ``None`` for sources and for Hotwash
    itself.
    """

    kind: ActorKind
    name: str
    role: Role
    person_id: int | None = None

    @property
    def own_id(self) -> int:
        """The id of the person; raises ``NotPermitted`` for an actor that is none, for what only people can do."""
        if self.person_id is None:
            msg = f"Only a person can do this, and {self.name} is none."
            raise NotPermitted(msg)
        return self.person_id


SYSTEM = Actor(kind="system", name="Hotwash", role=Role.ADMIN)
