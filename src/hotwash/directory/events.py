"""What happens to people, teams, services and tokens."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(DomainEvent):
    type: ClassVar[str] = "directory.person_added"
    summary: ClassVar[str] = "added {name} as {role}"
    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(DomainEvent):
    type: ClassVar[str] = "directory.person_changed"
    summary: ClassVar[str] = "changed {name}: {what}"
    person_id: int
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(DomainEvent):
    type: ClassVar[str] = "directory.signed_in"
    summary: ClassVar[str] = "signed in"
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSaved(DomainEvent):
    type: ClassVar[str] = "directory.team_saved"
    summary: ClassVar[str] = "saved the team {name}"
    team_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSaved(DomainEvent):
    type: ClassVar[str] = "directory.service_saved"
    summary: ClassVar[str] = "saved the service {name}"
    service_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(DomainEvent):
    type: ClassVar[str] = "directory.token_made"
    summary: ClassVar[str] = "made the API token {name}"
    token_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(DomainEvent):
    type: ClassVar[str] = "directory.token_revoked"
    summary: ClassVar[str] = "revoked the API token {name}"
    token_id: int
    name: str
