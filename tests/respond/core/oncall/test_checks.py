import pytest

from hotwash.respond.core.oncall.checks import Facts, troubles


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (Facts(), []),
        (Facts(late=3, oldest=59), []),  # the worker is about to page them
        (Facts(late=3, oldest=60), ["late"]),
        (Facts(waiting=1), ["waiting"]),
        (Facts(given_up=2), ["given-up"]),
        (Facts(silent=["slack", "email"]), ["silent-slack", "silent-email"]),
        (Facts(clock=5.1), ["clock"]),
        (Facts(clock=-400), ["clock"]),
        (Facts(clock=-4.9), []),
    ],
)
def test_what_fails_is_urgent(facts: Facts, keys: list[str]) -> None:
    assert [(one.key, one.urgent) for one in troubles(facts)] == [(key, True) for key in keys]


@pytest.mark.parametrize(
    ("facts", "key", "words"),
    [
        (Facts(policies=0, default=False), "no-policy", "There is no escalation policy."),
        (Facts(default=False), "no-default", "No escalation policy is the default."),
        (Facts(without_levels=["Web"]), "empty-policy", "Web"),
        (Facts(gaps=list("abcdefg")), "gap", "a, b, c, d, e and 2 more"),
        (Facts(only_account=["Rhea"]), "account-only", "Rhea"),
        (Facts(mail=False), "no-mail", "HOTWASH_SMTP_URL"),
    ],
)
def test_what_would_fail_is_shown_and_alarms_nobody(facts: Facts, key: str, words: str) -> None:
    [found] = troubles(facts)
    assert (found.key, found.urgent, words in found.words) == (key, False, True)
