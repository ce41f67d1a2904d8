from datetime import date

import pytest

from hotwash.actions.core.wording import Draft, check_wording, split_owners

TODAY = date(2026, 3, 2)
GOOD = Draft(
    title="Alert when the payment certificate has under 21 days left",
    end_state="The rule fires in staging for a certificate of 20 days",
    owners=("Ada",),
    due=date(2026, 3, 20),
    factors=1,
)


def rules(**changes: object) -> list[str]:
    fields = {name: getattr(GOOD, name) for name in ("title", "end_state", "owners", "due", "factors")}
    return [finding.rule for finding in check_wording(Draft(**(fields | changes)), TODAY)]


def test_a_good_action_has_no_findings() -> None:
    assert check_wording(GOOD, TODAY) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ["empty"]),
        ("   ", ["empty"]),
        ("Investigate monitoring of the queue", ["vague-verb"]),
        ("Consider a second region", ["vague-verb"]),
        ("Improve the runbook for failover", ["vague-verb"]),
        ("Ensure backups are fresh", ["vague-verb"]),
        ("Be more careful with terraform apply", ["vague-verb", "exhortation"]),
        ("Better alerts for checkout", ["vague-verb"]),
        ("Runbook for the failover of orders", ["verb-first"]),
        ("Fix tests", ["no-object"]),
        ("Add retries everywhere in the payment client", ["unbounded"]),
        ("Limit all 3 workers to 20 connections", []),
        ("Check the plan carefully before apply", ["exhortation"]),
        ("Update the failover runbook with the new host names", []),
        ("<script>alert(1)</script>", ["verb-first"]),
    ],
)
def test_titles(title: str, expected: list[str]) -> None:
    assert rules(title=title) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end_state": ""}, ["no-end-state"]),
        ({"end_state": "Things are in good order"}, ["unverifiable"]),
        ({"owners": ()}, ["no-owner"]),
        ({"owners": ("Ada", "Bo")}, ["several-owners"]),
        ({"owners": ("TBD",)}, ["bucket-owner"]),
        ({"due": None}, ["no-due-date"]),
        ({"due": date(2026, 3, 1)}, ["past-due"]),
        ({"due": TODAY}, []),
        ({"factors": 0}, ["no-factor"]),
    ],
)
def test_other_fields(changes: dict[str, object], expected: list[str]) -> None:
    assert rules(**changes) == expected


def test_a_finding_explains_itself_and_proposes() -> None:
    found = check_wording(Draft("Investigate monitoring of the queue"), TODAY)[0]
    assert (found.field, found.message) == ("title", '"Investigate" has no end: nobody can tell when it is done.')
    assert found.suggestion == "Add, change or measure something, and say what will then be true"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("Ada", ("Ada",)),
        ("Ada and Bo", ("Ada", "Bo")),
        ("Ada, Bo / Cy", ("Ada", "Bo", "Cy")),
        ("Sandor", ("Sandor",)),
    ],
)
def test_split_owners(text: str, expected: tuple[str, ...]) -> None:
    assert split_owners(text) == expected
