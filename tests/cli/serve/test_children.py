import pytest

from hotwash.cli.serve.children import SETTLED_SECONDS, Child, how_it_ended, pause_after


@pytest.mark.parametrize(("failures", "seconds"), [(1, 0.2), (2, 0.4), (4, 1.6), (50, 2.0)])
def test_pauses_double_up_to_a_limit(failures: int, seconds: float) -> None:
    assert pause_after(failures) == seconds


@pytest.mark.parametrize(("code", "words"), [(-9, "was killed by SIGKILL"), (1, "ended with code 1")])
def test_an_end_is_told_in_words(code: int, words: str) -> None:
    assert how_it_ended(code) == words


def test_one_that_lived_long_begins_with_short_pauses_again() -> None:
    child = Child("web", ("web",))
    pauses = []
    for began, now in ((0.0, 1.0), (1.0, 2.0), (2.0, 3.0 + SETTLED_SECONDS)):
        child.began = began
        pauses.append(child.plan_restart(now))
    assert pauses == [0.2, 0.4, 0.2]
