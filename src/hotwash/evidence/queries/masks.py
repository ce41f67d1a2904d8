"""Where a file has masks; never what is beneath them."""

from hotwash.evidence.core.masks import Place, places
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries.files import lines_page
from hotwash.evidence.queries.records import record_at_line, records_page

MOST_LINES = 200


def masked_lines(file: EvidenceFile, line: int) -> list[tuple[int, str, list[Place]]]:
    """The masked lines of the record that holds a line, or that line alone, each with its masks; those without are left
    out.
    """
    first, count = line, 1
    page = records_page(file, record_at_line(file, line), 1)
    if page.rows and page.rows[0].line <= line < page.rows[0].line + page.rows[0].size:
        first, count = page.rows[0].line, min(page.rows[0].size, MOST_LINES)
    found = [(number, text, places(number, text)) for number, text in lines_page(file, first - 1, count)]
    return [one for one in found if one[2]]
