import json
from datetime import timedelta

import pytest

from hotwash.respond.core.customers import OF_ALL, OF_ONE, Fate, Said, Standing, is_too_much, standing_of, told
from hotwash.respond.core.settings import problem_of_slug
from tests.cast import NOON


@pytest.mark.parametrize(
    ("fate", "standing"),
    [
        (Fate(), Standing.RECEIVED),
        (Fate(triage="inbox"), Standing.RECEIVED),
        (Fate(triage="dismissed"), Standing.CLOSED),
        (Fate(triage="ignored"), Standing.CLOSED),
        (Fate(triage="inbox", is_over=True), Standing.CLOSED),
        (Fate(triage="attached", incident="active"), Standing.LOOKING),
        (Fate(triage="attached", incident="active", is_over=True), Standing.LOOKING),
        (Fate(triage="attached", incident="mitigated"), Standing.MITIGATED),
        (Fate(triage="attached", incident="resolved"), Standing.RESOLVED),
        (Fate(triage="attached", incident="closed"), Standing.RESOLVED),
        (Fate(triage="attached", incident="a state of tomorrow"), Standing.LOOKING),
    ],
)
def test_what_became_of_a_message(fate: Fate, standing: Standing) -> None:
    assert standing_of(fate) is standing


def test_the_process_has_the_last_word() -> None:
    assert told(Fate(), {"customer_received": "Danke!"}).words == "Danke!"
    assert "Somebody will read it" in told(Fate(), {}).words


def test_an_update_is_told_only_about_an_incident() -> None:
    assert told(Fate(triage="dismissed"), {}, "We work on it", NOON).update == ""
    assert told(Fate(incident="active"), {}, "We work on it", NOON).update == "We work on it"


def test_what_a_form_refuses() -> None:
    services = ["Shop"]
    assert Said(title="x", service="Shop", since=NOON).problems(services, NOON) == []
    wrong = Said(title=" ", service="Bank", since=NOON + timedelta(days=1)).problems(services, NOON)
    assert [problem.field for problem in wrong] == ["title", "since", "service"]


def test_a_message_is_cut_to_what_is_kept() -> None:
    body = json.loads(Said(title="t" * 999, text="x" * 99_999, name="n" * 999).payload("f", ["a.png", "b.png"]))
    assert (len(body["title"]), len(body["text"]), len(body["name"])) == (200, 10_000, 200)
    assert (body["attachments"], body["state"]) == ("a.png, b.png", "open")


@pytest.mark.parametrize(
    ("one", "everybody", "too_much"), [(0, 0, False), (OF_ONE - 1, 9, False), (OF_ONE, 9, True), (0, OF_ALL, True)]
)
def test_a_form_takes_only_so_many(one: int, everybody: int, too_much: bool) -> None:
    assert is_too_much(one, everybody) is too_much


@pytest.mark.parametrize(
    ("slug", "is_taken", "problem"),
    [
        ("", False, ""),
        ("our-shop-2", False, ""),
        ("our-shop", True, "Another form"),
        ("Our Shop", False, "small letters"),
        ("../etc", False, "small letters"),
        ("-a", False, "small letters"),
    ],
)
def test_names_in_addresses(slug: str, is_taken: bool, problem: str) -> None:
    found = problem_of_slug(slug, is_taken=is_taken)
    assert problem in found if problem else found == ""
