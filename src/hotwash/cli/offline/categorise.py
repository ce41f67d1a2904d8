"""`hotwash categorise`: a category for each contributing factor."""

from __future__ import annotations

import json

import click

from hotwash.analysis.core.categorise import Suggestion, categorise
from hotwash.cli.offline.texts import Reader

EPILOG = """\b
Examples:
  hotwash categorise factors.txt
  echo "No alert on certificate expiry" | hotwash categorise - --json
"""


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, as_json: bool) -> None:  # noqa: FBT001 - an option
    """Suggest a category for each contributing factor, one statement a line.

    The categories are technical failures, process gaps, and monitoring and alerting. `-` reads standard input.
    """
    reader = Reader()
    shown = _json if as_json or form == "json" else _text
    for text in reader.read(paths):
        for line in text.content.splitlines():
            if line.strip():
                shown(categorise(line.strip()))
    for problem in reader.problems:
        click.echo(problem, err=True)
    ctx.exit(3 if reader.problems else 0)


def _json(suggestion: Suggestion) -> None:
    row = {
        "statement": suggestion.statement,
        "category": suggestion.category.value,
        "subcategory": suggestion.subcategory,
        "alternative": suggestion.alternative,
        "confidence": suggestion.confidence,
        "why": suggestion.why,
    }
    click.echo(json.dumps(row, ensure_ascii=False))


def _text(suggestion: Suggestion) -> None:
    place = click.style(":".join(filter(None, [suggestion.category.value, suggestion.subcategory])), bold=True)
    click.echo(f"{place} ({suggestion.confidence:.0%}) {suggestion.statement}\n    {suggestion.why}")
