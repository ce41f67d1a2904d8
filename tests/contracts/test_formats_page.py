"""The page of formats names every format there is."""

from tests.contracts.formats_page import PAGE, page


def test_the_page_lists_every_format() -> None:
    assert page() == PAGE.read_text()
