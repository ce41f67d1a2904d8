"""The files of a publication in a work tree: the page, what is attached to it, and the list of all pages."""

import json
import re
from pathlib import Path

from hotwash.ports.publishers import Page

BEGIN, END = "<!-- hotwash: list -->", "<!-- hotwash: end of list -->"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def write_pages(root: Path, folder: str, page: Page) -> tuple[str, ...]:
    """Write the page and renew the list; gives the paths that may have changed, relative to ``root``."""
    base = root / folder
    place = base / page.slug
    place.mkdir(parents=True, exist_ok=True)
    (place / "index.md").write_text(_front(page) + page.markdown, encoding="utf-8", newline="\n")
    for attachment in page.attachments:
        (place / attachment.name).write_bytes(attachment.content)
    listing = base / "index.md"
    known = listing.read_text(encoding="utf-8") if listing.exists() else f"# Post-mortems\n\n{BEGIN}\n{END}\n"
    listing.write_text(_with_list(known, _rows(base)), encoding="utf-8", newline="\n")
    return (str(place.relative_to(root)), str(listing.relative_to(root)))


def _front(page: Page) -> str:
    """Front matter that documentation sites read; JSON strings are YAML too, so no text can break it."""
    rows = {
        "title": page.title,
        "date": page.published_at.date().isoformat(),
        "revision": page.revision,
        "description": page.summary,
    }
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
        + "---\n\n"
    )


def _rows(base: Path) -> str:
    found = []
    for path in base.glob("*/index.md"):
        front = _FRONT.match(path.read_text(encoding="utf-8", errors="replace"))
        values = dict(line.split(": ", 1) for line in front[1].splitlines() if ": " in line) if front else {}
        if {"title", "date", "revision"} <= values.keys():
            found.append((_value(values["date"]), _value(values["title"]), path.parent.name))
    return "".join(
        f"- {date} [{_escaped(title)}]({slug}/index.md)\n" for date, title, slug in sorted(found, reverse=True)
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _value(written: str) -> str:
    try:
        return " ".join(str(json.loads(written)).split())
    except ValueError:
        return written.strip()


def _with_list(known: str, rows: str) -> str:
    """Renews the list between its marks; what people wrote around it stays. Without marks it goes to the end."""
    head, mark, rest = known.partition(BEGIN)
    if not mark:
        return f"{known.rstrip()}\n\n{BEGIN}\n{rows}{END}\n"
    tail = rest.partition(END)[2] or "\n"
    return f"{head}{BEGIN}\n{rows}{END}{tail}"
