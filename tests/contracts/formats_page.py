"""The list of built-in formats in docs/reference/formats.md, compared by a test.

``python -m tests.contracts.formats_page`` writes it.
"""

import sys
from pathlib import Path

from hotwash.ports.formats import Format
from hotwash.ports.registry import plugins

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"
BEGIN, END = "<!-- formats:begin -->", "<!-- formats:end -->"


def table() -> str:
    rows = [f"| `{key}` | {form.title} | {form.family} |" for key, form in sorted(plugins("formats", Format).items())]
    return "\n".join(["| key | what it is | family |", "|---|---|---|", *rows])


def page() -> str:
    text = PAGE.read_text()
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    sys.exit(PAGE.write_text(page()) == 0)
