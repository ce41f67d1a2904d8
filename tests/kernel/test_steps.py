from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import DatabaseError, transaction

from hotwash.kernel import eventlog
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.models import Event
from hotwash.kernel.steps import step
from tests.cast import Cast, actor

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(DomainEvent):
    type: ClassVar[str] = "test.kettle_boiled"
    summary: ClassVar[str] = "boiled {cups} cups"
    cups: int


def boil(cups: int, incident_id: int | None = None) -> None:
    with step(actor=SYSTEM, permission=Permission.RESPOND, why="tea") as record:
        record(KettleBoiled(incident_id=incident_id, cups=cups))


def test_a_step_writes_a_chained_line_in_words():
    boil(2)
    boil(3)
    first, second = Event.objects.filter(type="test.kettle_boiled")
    assert (first.number + 1, first.hash) == (second.number, second.previous)
    assert (eventlog.sentence(second), second.why, second.actor_name) == ("boiled 3 cups", "tea", "Hotwash")
    assert list(eventlog.problems()) == []


def test_each_incident_has_a_chain_of_its_own():
    boil(1, incident_id=7)
    boil(1, incident_id=8)
    assert {(row.chain, row.number) for row in Event.objects.filter(incident_id__isnull=False)} == {
        ("incident:7", 1),
        ("incident:8", 1),
    }


def test_the_log_refuses_change():
    boil(1)
    for change in (Event.objects.all().delete, lambda: Event.objects.update(why="coffee")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Event.objects.get(type="test.kettle_boiled").why == "tea"


def test_what_is_not_permitted_leaves_nothing_behind(cast: Cast):
    with pytest.raises(NotPermitted, match="Vera may not"), step(actor=actor(cast.vera), permission=Permission.EDIT):
        pytest.fail("the body must not run")
    assert not Event.objects.filter(type="test.kettle_boiled").exists()


def test_a_step_that_fails_leaves_nothing_behind():
    with pytest.raises(ZeroDivisionError), step(actor=SYSTEM, permission=Permission.EDIT) as record:
        record(KettleBoiled(cups=1 // 0))
    assert not Event.objects.filter(type="test.kettle_boiled").exists()
