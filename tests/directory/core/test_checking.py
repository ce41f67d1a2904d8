import pytest

from hotwash.directory.core.checking import (
    leaves_nobody_in_charge,
    problem_of_email,
    problems_of_profile,
    unfit_service,
)


@pytest.mark.parametrize(
    ("name", "timezone", "fields"),
    [
        ("Ada", "Europe/Berlin", []),
        (" ", "UTC", ["name"]),
        ("Ada", "Middle/Earth", ["timezone"]),
        ("", "", ["name", "timezone"]),
    ],
)
def test_profiles(name: str, timezone: str, fields: list[str]):
    assert [reason.field for reason in problems_of_profile(name, timezone)] == fields


@pytest.mark.parametrize(
    ("email", "is_taken", "wrong"),
    [("ada@example.org", False, False), ("ada@example.org", True, True), ("ada", False, True), (" @ ", False, True)],
)
def test_addresses(email: str, is_taken: bool, wrong: bool):
    assert bool(list(problem_of_email(email, is_taken=is_taken))) is wrong


@pytest.mark.parametrize(
    ("was_admin", "stays_admin", "others", "refused"),
    [(True, False, False, True), (True, False, True, False), (True, True, False, False), (False, False, False, False)],
)
def test_the_last_administrator_stays(was_admin: bool, stays_admin: bool, others: bool, refused: bool):
    refusal = leaves_nobody_in_charge(was_admin=was_admin, stays_admin=stays_admin, others=others)
    assert (refusal is not None) is refused


@pytest.mark.parametrize(
    ("target", "edges", "is_taken", "code"),
    [
        (None, [], False, None),
        (1.0, [(1, 2)], False, None),
        (0.0, [], False, "target"),
        (99.9, [], False, "target"),
        (None, [(1, 1)], False, "depends_on"),
        (None, [(1, 2), (2, 3), (3, 1)], False, "depends_on"),
        (None, [], True, "name"),
    ],
)
def test_services(target: float | None, edges: list[tuple[int, int]], is_taken: bool, code: str | None):
    refusal = unfit_service(1, target, edges, is_taken=is_taken)
    assert (refusal.reasons[0].code if refusal else None) == code
