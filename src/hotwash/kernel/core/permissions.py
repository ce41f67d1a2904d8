"""Who may do what: one table and one rule for private incidents."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Protocol

from hotwash.kernel.core.actor import Actor, Role


class Permission(StrEnum):
    VIEW = "view"
    COMMENT = "comment"
    RESPOND = "respond"  # acknowledge, declare, take a role, update
    EDIT = "edit"  # timeline, analysis, actions, report
    MANAGE = "manage"  # sources, routing, schedules, services, the process
    ADMIN = "admin"  # people and their roles


class Scope(Protocol):
    """What a permission is asked for: an incident. A private one is open to its participants and to admins only."""

    @property
    def private(self) -> bool: ...

    def participant_ids(self) -> Collection[int]: ...


GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.VIEW, Permission.COMMENT}),
    Role.MEMBER: frozenset({Permission.VIEW, Permission.COMMENT, Permission.RESPOND, Permission.EDIT}),
    Role.ADMIN: frozenset(Permission),
}


def allowed(actor: Actor, permission: Permission, scope: Scope | None = None) -> bool:
    if permission not in GRANTS[actor.role]:
        return False
    if scope is None or not scope.private or actor.role is Role.ADMIN:
        return True
    return actor.person_id in scope.participant_ids()
