import pytest

from hotwash.evidence.core.capture import LONGEST, Lines


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ([], []),
        ([b"one\r\ntwo\r\n"], ["one", "two"]),
        ([b"o", b"ne", b"\n", b"two"], ["one", "two"]),
        ([b" 10%\r 50%\r100%\n"], ["100%"]),
        ([b"\x1b[31mred\x1b[0m\n"], ["red"]),
        ([b"\xff\n"], ["\ufffd"]),
        ([b"token=ghp_0123456789abcdefghijklmnopqrstuvwxyz\n"], None),
    ],
)
def test_lines_as_they_were_seen(parts: list[bytes], lines: list[str] | None):
    taken = Lines()
    found = [line for part in parts for line in taken.feed(part)] + list(taken.rest())
    if lines is None:
        assert "ghp_0123456789" not in found[0]
    else:
        assert found == lines


def test_a_line_without_an_end_is_given_out_in_pieces():
    taken = Lines()
    found = list(taken.feed(b"x" * (LONGEST + 1)))
    assert ([len(line) for line in found], list(taken.rest())) == ([LONGEST + 1], [])
