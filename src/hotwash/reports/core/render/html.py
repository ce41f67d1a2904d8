"""A document as HTML: an article to put into a page, or one file that stands alone (its style in it, no scripts)."""

import re
from html import escape
from itertools import groupby

from hotwash.reports.core.document import (
    Block,
    Document,
    Fact,
    Facts,
    Figure,
    Moment,
    Note,
    Prose,
    Section,
    Statement,
    Statements,
    Table,
    Timeline,
    Why,
    Whys,
)
from hotwash.reports.core.render.prose import html_of
from hotwash.reports.core.render.stylesheet import STYLE

TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?( \S+)?)?")


def to_page(document: Document, *, notice: str = "") -> str:
    """One self-contained file: it loads nothing from elsewhere and runs nothing."""
    title = " · ".join(part for part in (document.reference, document.title) if part)
    contents = "".join(
        f'<li><a href="#{section.key}">{escape(section.title)}</a></li>' for section in document.sections
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f'<nav class="report-contents" aria-label="Contents"><ol>{contents}</ol></nav>\n'
        f"<main>\n{to_article(document, notice=notice)}</main>\n</body>\n</html>\n"
    )


def to_article(document: Document, *, notice: str = "") -> str:
    meta = "".join(_fact(row) for row in document.meta)
    reference = f'<p class="report-reference">{escape(document.reference)}</p>\n' if document.reference else ""
    shown_notice = f'<p class="report-notice">{escape(notice)}</p>\n' if notice else ""
    return (
        f'<article class="report">\n<header class="report-head">\n{reference}<h1>{escape(document.title)}</h1>\n'
        f'<dl class="report-meta">{meta}</dl>\n{shown_notice}</header>\n'
        + "".join(section_html(section) for section in document.sections)
        + "</article>\n"
    )


def section_html(section: Section) -> str:
    blocks = "".join(block_html(block) for block in section.blocks)
    return (
        f'<section id="{section.key}" class="report-section">\n<h2>{escape(section.title)}</h2>\n{blocks}</section>\n'
    )


def block_html(block: Block) -> str:  # noqa: PLR0911 - one return for each kind
    match block:
        case Prose():
            return f'<div class="report-prose">{html_of(block.markdown)}</div>\n'
        case Facts():
            rows = "".join(_fact(row) for row in block.rows)
            return f'<div class="report-facts"><h3>{escape(block.name)}</h3><dl>{rows}</dl></div>\n'
        case Table():
            return _table(block)
        case Timeline():
            return _timeline(block)
        case Statements():
            items = "".join(_statement(item) for item in block.items)
            head = f"<h3>{escape(block.name)}</h3>" if block.name else ""
            return f'<div class="report-statements">{head}<ul>{items}</ul></div>\n'
        case Whys():
            roots = "".join(_why(root) for root in block.roots)
            return f'<div class="report-whys"><h3>5 Whys</h3><ul>{roots}</ul></div>\n'
        case Figure():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            named = f'tabindex="0" aria-label="{escape(block.alt)}"'  # on a phone it scrolls: also by keyboard
            return f'<figure class="report-figure" {named}>{_inline(block.svg)}{caption}</figure>\n'
        case Note():
            return f'<p class="report-note">{escape(block.text)}</p>\n'


def _inline(svg: str) -> str:
    """An SVG without its XML head, to stand inside HTML."""
    start = svg.find("<svg")
    return svg[start:] if start >= 0 else ""


def _fact(row: Fact) -> str:
    note = f' <span class="report-guess">{escape(row.note)}</span>' if row.note else ""
    return f"<div><dt>{escape(row.label)}</dt><dd>{escape(row.value)}{note}</dd></div>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    anchors = table.anchors or ("",) * len(table.rows)
    rows = "".join(
        f"<tr{_id(anchor)}>" + "".join(_cell(cell) for cell in row) + "</tr>"
        for row, anchor in zip(table.rows, anchors, strict=True)
    )
    return (
        f'<div class="report-table" tabindex="0" role="region" aria-label="{escape(table.name)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>\n"
    )


def _cell(text: str) -> str:
    """A time keeps to one line; the columns of words give way."""
    return f'<td class="report-when">{escape(text)}</td>' if TIME.fullmatch(text) else f"<td>{escape(text)}</td>"


def _id(reference: str) -> str:
    return f' id="{escape(reference.lower())}"' if reference else ""


def _timeline(block: Timeline) -> str:
    days = []
    for day, moments in groupby(block.moments, key=lambda moment: moment.day):
        rows = "".join(_moment(moment) for moment in moments)
        days.append(f'<h3 class="report-day">{escape(day)}</h3>\n<ol class="report-timeline">{rows}</ol>\n')
    return "".join(days) + f'<p class="report-note">All times in {escape(block.zone)}.</p>\n'


def _moment(moment: Moment) -> str:
    guess = f'<span class="report-guess">{escape(moment.note)}</span>' if moment.note else ""
    about = " · ".join(part for part in (moment.lane, moment.evidence) if part)
    source = f'<span class="report-source">{escape(about)}</span>' if about else ""
    detail = f'<span class="report-detail">{escape(moment.detail)}</span>' if moment.detail else ""
    kind = f' data-kind="{escape(moment.kind)}"' if moment.kind else ""
    reference = f'<span class="report-ref">{escape(moment.reference)}</span>' if moment.reference else ""
    return (
        f'<li{_id(moment.reference)}{kind}><time datetime="{escape(moment.iso)}">{escape(moment.time)}</time>'
        f'<div><span class="report-text">{escape(moment.text)}</span>{detail}{source}{guess}</div>{reference}</li>'
    )


def _statement(item: Statement) -> str:
    reference = f'<span class="report-ref">{escape(item.reference)}</span>' if item.reference else ""
    tag = f'<span class="report-tag">{escape(item.tag)}</span>' if item.tag else ""
    lines = "".join(_fact(line) for line in item.lines)
    shown = f"<dl>{lines}</dl>" if lines else ""
    return f'<li{_id(item.reference)}><p class="report-text">{escape(item.text)}</p>{reference}{tag}{shown}</li>'


def _why(why: Why) -> str:
    again = ' <span class="report-guess">see above</span>' if why.again else ""
    answers = "".join(_why(answer) for answer in why.answers)
    below = f"<ul>{answers}</ul>" if answers else ""
    link = f'<a class="report-ref" href="#{escape(why.reference.lower())}">{escape(why.reference)}</a>'
    return f"<li><span>{escape(why.text)} {link}{again}</span>{below}</li>"
