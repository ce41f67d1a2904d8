import pytest

from hotwash.directory.core.dependencies import closes_a_circle, reachable


@pytest.mark.parametrize(
    ("edges", "start", "expected"),
    [
        ([], 1, set()),
        ([(1, 2), (2, 3)], 1, {2, 3}),
        ([(1, 2), (2, 1)], 1, {1, 2}),
        ([(2, 3)], 1, set()),
    ],
)
def test_reachable(edges: list[tuple[int, int]], start: int, expected: set[int]):
    assert reachable(edges, start) == expected
    assert closes_a_circle(edges, start) is (start in expected)
