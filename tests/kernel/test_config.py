from collections.abc import Iterator

import pytest

from hotwash.kernel.config import BadSetting, config, configured


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    config.cache_clear()
    yield
    config.cache_clear()


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("HOTWASH_THREADS", "many", "HOTWASH_THREADS='many': Input should be a valid integer"),
        ("HOTWASH_THREADS", "0", "HOTWASH_THREADS='0': Input should be greater than or equal to 1."),
        ("HOTWASH_MODE", "fast", "HOTWASH_MODE='fast': Input should be 'production', 'development' or 'test'."),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSetting) as caught:
        config()
    assert str(caught.value).startswith(told)


def test_a_right_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTWASH_THREADS", "3")
    assert config().threads == 3


def test_settings_hold_for_a_while_and_are_as_before_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTWASH_THREADS", "3")
    with configured(HOTWASH_THREADS="5", HOTWASH_MAIL_FROM="a@example.org"):
        assert (config().threads, config().mail_from) == (5, "a@example.org")
    assert (config().threads, config().mail_from) == (3, "hotwash@localhost")
