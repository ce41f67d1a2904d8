from datetime import date

import pytest

from hotwash.ports.sources import Option
from hotwash.respond.core.alerts.matching import MAX_MATCHERS
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.settings import (
    LayerValues,
    LevelValues,
    PolicyValues,
    RuleValues,
    ScheduleValues,
    SourceValues,
    swapped,
)
from hotwash.respond.core.states import RuleAction

OPTIONS = (Option("path", "Path", default="a.b"), Option("secret", "Secret", secret=True))
LEVEL = LevelValues(minutes=5, targets=(Target("person", 1, "Ada"),))


@pytest.mark.parametrize(
    ("given", "before", "kept"),
    [
        ({}, {}, {"path": "a.b", "secret": ""}),
        ({"path": " x ", "secret": " s "}, {}, {"path": "x", "secret": "s"}),
        ({"path": "", "secret": ""}, {"path": "old", "secret": "old"}, {"path": "", "secret": "old"}),
        ({"unknown": "x"}, {}, {"path": "a.b", "secret": ""}),
    ],
)
def test_an_empty_secret_stays_as_it_was(given: dict, before: dict, kept: dict):
    assert SourceValues(plugin="p", name="P", options=given).kept(OPTIONS, before) == kept


def test_matchers_are_read_line_by_line():
    kept, problems = RuleValues(name="R", action=RuleAction.INBOX, matchers="severity=critical\n\nnonsense\n").parsed()
    assert kept == [{"label": "severity", "op": "=", "value": "critical"}]
    assert [reason.field for reason in problems] == ["matchers"]
    many = RuleValues(name="R", action=RuleAction.INBOX, matchers="a=b\n" * (MAX_MATCHERS + 1))
    assert [reason.code for reason in many.parsed()[1]] == ["matchers"]


@pytest.mark.parametrize(
    ("given", "taken", "missing", "fields"),
    [
        ({}, False, [], []),
        ({"name": " "}, True, [], ["name"]),
        ({}, True, [], ["name"]),
        ({"severity": "sev9"}, False, ["policy"], ["severity", "policy"]),
    ],
)
def test_rules(given: dict, taken: bool, missing: list[str], fields: list[str]):
    values = RuleValues(**({"name": "R", "action": RuleAction.INBOX} | given))
    found = values.problems(name_taken=taken, severities={"sev1"}, missing=missing)
    assert [reason.field for reason in found] == fields


@pytest.mark.parametrize(
    ("given", "missing", "fields"),
    [
        ({}, (), []),
        ({"name": ""}, (), ["name"]),
        ({"name": "Night"}, (), ["name"]),
        ({"timezone": "Middle/Earth"}, (), ["timezone"]),
        ({"timezone": "../etc"}, (), ["timezone"]),
        ({}, ("members", "team"), ["members", "team"]),
        ({"layers": (LayerValues(member_ids=(1,), starts_on=date(2026, 3, 2), every=0),)}, (), ["every"]),
    ],
)
def test_schedules(given: dict, missing: tuple[str, ...], fields: list[str]):
    values = ScheduleValues(**({"name": "Web"} | given))
    assert [reason.field for reason in values.problems(taken={"Night"}, missing=missing)] == fields


@pytest.mark.parametrize(
    ("given", "missing", "fields"),
    [
        ({}, (), []),
        ({"name": "Night"}, (), ["name"]),
        ({"levels": ()}, (), ["levels"]),
        ({"levels": (LevelValues(minutes=5, targets=()),)}, (), ["levels"]),
        ({"levels": (LevelValues(minutes=0, targets=LEVEL.targets),)}, (), ["levels"]),
        ({"levels": (LevelValues(minutes=1441, targets=LEVEL.targets),)}, (), ["levels"]),
        ({}, ("levels", "fallback", "team"), ["levels", "fallback", "team"]),
    ],
)
def test_policies(given: dict, missing: tuple[str, ...], fields: list[str]):
    values = PolicyValues(**({"name": "Web", "levels": (LEVEL,)} | given))
    assert [reason.field for reason in values.problems(taken={"Night"}, missing=missing)] == fields


@pytest.mark.parametrize(
    ("key", "up", "order"),
    [(2, True, [2, 1, 3]), (2, False, [1, 3, 2]), (1, True, [1, 2, 3]), (3, False, [1, 2, 3]), (9, True, [1, 2, 3])],
)
def test_a_rule_changes_places_with_its_neighbour(key: int, up: bool, order: list[int]):
    assert swapped([1, 2, 3], key, up=up) == order
