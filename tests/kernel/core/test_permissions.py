from collections.abc import Collection
from dataclasses import dataclass

import pytest

from hotwash.kernel.core.actor import SYSTEM, Actor, Role
from hotwash.kernel.core.permissions import Permission, allowed


@dataclass(frozen=True)
class Incident:
    private: bool
    people: Collection[int] = ()

    def participant_ids(self) -> Collection[int]:
        return self.people


def person(role: Role, pk: int = 1) -> Actor:
    return Actor(kind="person", name="Somebody", role=role, person_id=pk)


@pytest.mark.parametrize(
    ("role", "permission", "expected"),
    [
        (Role.VIEWER, Permission.VIEW, True),
        (Role.VIEWER, Permission.COMMENT, True),
        (Role.VIEWER, Permission.EDIT, False),
        (Role.VIEWER, Permission.RESPOND, False),
        (Role.MEMBER, Permission.EDIT, True),
        (Role.MEMBER, Permission.MANAGE, False),
        (Role.ADMIN, Permission.ADMIN, True),
    ],
)
def test_roles(role: Role, permission: Permission, expected: bool):
    assert allowed(person(role), permission) is expected


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (person(Role.MEMBER, 1), True),
        (person(Role.MEMBER, 2), False),
        (person(Role.ADMIN, 3), True),
        (SYSTEM, True),
        (Actor(kind="source", name="Prometheus", role=Role.MEMBER), False),
    ],
)
def test_a_private_incident_is_open_to_those_who_take_part(actor: Actor, expected: bool):
    assert allowed(actor, Permission.VIEW, Incident(private=True, people=[1])) is expected
    assert allowed(actor, Permission.VIEW, Incident(private=False)) is True
