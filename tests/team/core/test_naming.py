import pytest

from hotwash.team.core.naming import Known, named_in

ADA = Known(1, "Ada Lovelace", "ada@example.org")
BEN = Known(2, "Ben", "ben@example.org")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Lovelace rolled the release back", [1]),
        ("ada  lovelace: rolling back", [1]),
        ("<ada@example.org> rolled back", [1]),
        ("@ada can you look?", [1]),
        ("@ada, @ben: look please", [1, 2]),
        ("ben@example.org.", [2]),
        ("Ben rolled back", []),
        ("Ada rolled back", []),
        ("@adalbert can you look?", []),
        ("@ada.b can you look?", []),
        ("sada@example.org wrote", []),
        ("ada@example.org.au wrote", []),
        ("MacAda Lovelace", []),
        ("", []),
    ],
)
def test_who_is_named(text: str, found: list[int]) -> None:
    assert named_in(text, [ADA, BEN]) == found


def test_a_name_is_no_pattern() -> None:
    assert named_in("anything at all", [Known(3, ".* .*", ".*@.*")]) == []
