"""The API is whole: every step and every query of every package can be reached by it, and what a page can do it can do.

Read from the source, so that a step without an operation is found on the day it is written.
"""

import ast
from collections.abc import Callable, Iterator
from functools import cache

from hotwash.flow import DUE, FLOW, PERIODIC, TAKERS
from hotwash.stages import STAGES
from tests.reach import definition, exported, functions, modules, reached, tree, uses

PACKAGES = ["hotwash.directory", "hotwash.process", *(f"hotwash.{stage.package}" for stage in STAGES)]
WRITES = {"save", "delete", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
# What people do or read elsewhere, each with the reason.
NOT_BY_API = {
    "directory.steps.people.make_first_account": "before there is anybody: by the first page, which then closes",
    "directory.steps.people.set_password": "for who holds the machine: `hotwash person password`",
    "directory.steps.people.change_own_password": "asks for the old password; a token must not be able to guess at it",
    "directory.steps.people.record_sign_in": "the sign-in of browsers; the API has tokens instead",
    "directory.steps.people.record_failed_sign_in": "the sign-in of browsers",
    "directory.steps.people.sign_in_waits_until": "the sign-in of browsers",
    "directory.queries.anybody_there": "whether the first page is open",
    "process.queries.stages_done": "a number on the start page; GET /incidents/{reference}/stages tells more",
    "respond.queries.contacts.person_at": "who a channel says that somebody is; by API one answers as oneself",
    "respond.queries.paging.page_of_token": "the signed link of a mail; by API one answers as oneself",
    "respond.queries.room.room_of": "one page of what participants, alerts, pages, updates and feed tell apart",
    "respond.queries.oncall.feeds.calendar_of_feed": "the address of a calendar program; GET /on-call/mine tells",
    "respond.queries.oncall.feeds.shift_feed_of": "one of those that GET /on-call/feeds lists",
    "respond.queries.oncall.weeks.weeks_of": "a picture of what GET /schedules/{pk}/shifts tells",
    "respond.queries.oncall.weeks.layer_as_typed": "a form as it was filled in; GET /schedules tells the same",
    "respond.steps.status.subscribing.confirm_subscription": "the signed link of a letter proves who reads there",
    "respond.steps.status.subscribing.unsubscribe": "the signed link of a letter; for managers there is DELETE …",
    "respond.queries.status.subscription_of_token": "the signed link of a letter",
    "respond.queries.status.subscription_secret": "shown only to who holds the link that was sent there",
    "team.queries.seat_of_token": "the signed link of an invitation; by API one answers as oneself",
    "analysis.queries.graph.entries_to_cite": "GET …/evidence/entries?words=… finds the same entries",
}


def test_every_step_that_a_person_takes_is_an_operation():
    missing = {name for name in steps() if name not in by_api() | by_itself()}
    assert _short(missing) - NOT_BY_API.keys() == set()


def test_what_a_page_does_the_api_does_by_the_same_step():
    done = called(views(), "views") & set(steps())
    assert _short(done - called(operations(), "api")) - NOT_BY_API.keys() == set()


def test_what_a_page_shows_the_api_tells():
    shown = reached(views())
    missing = {name for name in public("queries") if name in shown and name not in by_api()}
    assert _short(missing) - NOT_BY_API.keys() == set()


def test_no_exception_outlives_its_reason():
    reached_now = {name for name in NOT_BY_API if f"hotwash.{name}" in by_api()}
    there = _short({*public("steps"), *public("queries")})
    assert (reached_now, NOT_BY_API.keys() - there) == (set(), set())


def test_the_doors_write_nothing_by_themselves():
    written = [
        f"{module}:{node.lineno} {ast.unparse(node.func)}"
        for package in [*PACKAGES, "hotwash.site", "hotwash"]
        for part in ("views", "api")
        for module in modules(f"{package}.{part}")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert [row for row in written if not row.endswith(" router.delete")] == []


def steps() -> Iterator[str]:
    """What is done for somebody: it says who (``actor``), or it is what a package exports as a step."""
    for package in PACKAGES:
        handed_on = exported(f"{package}.steps")
        for name in (name for name in public("steps") if name.startswith(package)):
            arguments = definition(name).args
            if any(one.arg == "actor" for one in arguments.kwonlyargs) or name.rpartition(".")[2] in handed_on:
                yield name


def public(part: str) -> Iterator[str]:
    for package in PACKAGES:
        yield from (name for name in functions(f"{package}.{part}") if not name.rpartition(".")[2].startswith("_"))


def views() -> Iterator[str]:
    for package in [*PACKAGES, "hotwash.site"]:
        yield from functions(f"{package}.views")


def operations() -> Iterator[str]:
    for name in (name for package in [*PACKAGES, "hotwash"] for name in functions(f"{package}.api")):
        if any(ast.unparse(found).startswith("router.") for found in definition(name).decorator_list):
            yield name


def called(functions_of_a_door: Iterator[str], part: str) -> set[str]:
    """What the functions of a door and the helpers beside them call."""
    beside = {name for name in reached(functions_of_a_door) if f".{part}" in name}
    return {used for name in beside for used in uses(name)}


@cache
def by_api() -> set[str]:
    return reached(operations())


@cache
def by_itself() -> set[str]:
    """What follows an event, a clock or a delivery."""
    followers: list[Callable[..., object]] = [*(function for _, function in PERIODIC), *TAKERS, *DUE]
    names = {f"{found.__module__}.{found.__qualname__}" for found in followers}
    return reached({*names, *(name for rows in FLOW.rows().values() for name in rows)})


def _short(names: set[str]) -> set[str]:
    return {name.removeprefix("hotwash.") for name in names}
