import pytest

from hotwash.respond.core.messages.rungs import Way, first_way, ladder, next_way

ACCOUNT = Way("email", "ada@example.org")
PUSH, SMS, CALL, MAIL = Way("ntfy", "ada"), Way("sms", "+49151"), Way("voice", "+49151"), Way("email", "a@example.org")


@pytest.mark.parametrize(
    ("ways", "at_once", "expected"),
    [
        ([], ["email"], [("email", 0)]),
        ([MAIL], ["email"], [("email", 0)]),
        ([PUSH, SMS, CALL], ["email"], [("ntfy", 0), ("sms", 2), ("voice", 5)]),
        ([PUSH, SMS, MAIL], ["email"], [("ntfy", 0), ("email", 0), ("sms", 2)]),
        ([PUSH, SMS], ["sms", "ntfy"], [("ntfy", 0), ("sms", 0)]),
        ([Way("ntfy", "a", 3), Way("sms", "b", 5)], [], [("ntfy", 0), ("sms", 2)]),  # the first one never waits
        ([Way("ntfy", "a", 0), Way("email", "b", 10)], ["email"], [("ntfy", 0), ("email", 10)]),
        ([Way("sms", "a", 9), PUSH], ["ntfy"], [("ntfy", 0), ("sms", 9)]),
        ([PUSH, SMS, CALL, MAIL, PUSH], [], [("ntfy", 0), ("sms", 2), ("voice", 5), ("email", 10), ("ntfy", 10)]),
    ],
)
def test_when_each_way_is_used_for_a_page(ways: list[Way], at_once: list[str], expected: list[tuple[str, int]]):
    rungs = ladder(ways, at_once, ACCOUNT)
    assert [(rung.way.channel, rung.wait.total_seconds() / 60) for rung in rungs] == expected


@pytest.mark.parametrize(
    ("ways", "wanted", "expected"),
    [
        ([PUSH, MAIL], ["email"], MAIL),
        ([PUSH], ["email"], ACCOUNT),
        ([], ["ntfy"], ACCOUNT),
        ([SMS, PUSH], ["ntfy", "sms"], SMS),
    ],
)
def test_what_is_no_page_takes_one_way(ways: list[Way], wanted: list[str], expected: Way):
    assert first_way(ways, wanted, ACCOUNT) == expected


def test_the_next_way_is_one_that_was_not_used():
    used = {("ntfy", "ada")}
    assert next_way([PUSH, SMS], used, ACCOUNT) == SMS
    assert next_way([PUSH], used, ACCOUNT) == ACCOUNT
    assert next_way([PUSH], {*used, ("email", "ada@example.org")}, ACCOUNT) is None
