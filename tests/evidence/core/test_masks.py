import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.masks import Piece, Place, hidden, pieces, places


def test_a_text_is_cut_at_its_masks():
    assert pieces("key [masked: AWS key id] used") == [
        Piece("key "),
        Piece("AWS key id", "AWS key id"),
        Piece(" used"),
    ]
    assert (pieces(""), pieces("plain")) == ([Piece("")], [Piece("plain")])


def test_an_address_is_a_mask_too():
    text = "masked-ip-3 sent [masked: x] to masked-email-12, not to unmasked-ip-3"
    assert [one.kind for one in places(1, text)] == ["IP 3", "x", "e-mail 12"]
    assert hidden("10.0.0.1 sent key to a@example.org, not to unmasked-ip-3", text, 3) == "a@example.org"


def test_places_are_counted_within_the_line():
    assert places(7, "[masked: a] x [masked: b]") == [Place(7, 1, "a"), Place(7, 2, "b")]


@pytest.mark.parametrize(
    ("original", "masked", "place", "found"),
    [
        ("key AKIA1234 used", "key [masked: AWS key id] used", 1, "AKIA1234"),
        ("password=hunter2", "password=[masked: named secret]", 1, "hunter2"),
        ("hunter2", "[masked: x]", 1, "hunter2"),
        ("a=1 b=2", "a=[masked: x] b=[masked: y]", 2, "2"),
        ("a=1 b=2", "a=[masked: x] b=[masked: y]", 1, "1"),
        ("u:p:w@h and t", "u:[masked: x]@h and [masked: y]", 1, "p:w"),
        ("pass with  with end", "pass [masked: x] with end", 1, "with "),
        ("abc", "[masked: x][masked: y]", 1, "a"),
        ("abc", "[masked: x][masked: y]", 2, "bc"),
        ("other line", "key [masked: x] used", 1, None),
        ("key AKIA used up", "key [masked: x] used", 1, None),
        ("key AKIA used", "key [masked: x] used", 0, None),
        ("key AKIA used", "key [masked: x] used", 2, None),
        ("no mask", "no mask", 1, None),
    ],
)
def test_what_stood_there(original, masked, place, found):
    assert hidden(original, masked, place) == found


@given(st.lists(st.text("ab =", max_size=6), min_size=1, max_size=5), st.text("xyz", min_size=1, max_size=4))
def test_a_secret_of_other_letters_is_found_whole(between, secret):
    original, masked = secret.join(between), "[masked: s]".join(between)
    for place in range(1, len(between)):
        if all(between[1:-1]):
            assert hidden(original, masked, place) == secret
