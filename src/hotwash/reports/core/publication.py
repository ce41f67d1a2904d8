"""Values to all the forms of one publication."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hotwash.reports.core.compose import compose
from hotwash.reports.core.document import Document, Figure
from hotwash.reports.core.render.html import to_page
from hotwash.reports.core.render.markdown import figure_file, to_markdown
from hotwash.reports.core.render.pdf import to_pdf
from hotwash.reports.core.render.text import to_text
from hotwash.reports.core.template import SectionPlan
from hotwash.reports.core.values import Values


@dataclass(frozen=True, slots=True)
class Rendered:
    """``pictures``: SVG by file name, as the Markdown refers to them; ``text`` is for the search."""

    html: str
    markdown: str
    pdf: bytes
    pictures: Mapping[str, str]
    warnings: tuple[str, ...]
    fingerprint: str
    text: str


def render(values: Values, plans: tuple[SectionPlan, ...], notice: str) -> Rendered:
    document = compose(values, plans)
    pdf = to_pdf(document, notice=notice)
    return Rendered(
        html=to_page(document, notice=notice),
        markdown=to_markdown(document),
        pdf=pdf.content,
        pictures={figure_file(figure): figure.svg for figure in figures(document)},
        warnings=pdf.warnings,
        fingerprint=fingerprint(values, plans),
        text=to_text(document),
    )


def fingerprint(values: Values, plans: tuple[SectionPlan, ...]) -> str:
    """Equal for two reports that say the same; the list of revisions is no part of what is said."""
    said = to_markdown(compose(replace(values, amendments=()), plans))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()


def figures(document: Document) -> list[Figure]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Figure)]


def article_of(page: str) -> str:
    """The article of a publication's page, to be shown inside another page."""
    return page.partition("<main>\n")[2].rpartition("</main>")[0] or page
