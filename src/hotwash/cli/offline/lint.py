"""`hotwash lint`: blame, hindsight and vague actions in texts."""

from __future__ import annotations

import json
from collections import Counter

import click

from hotwash.analysis.core.language import Context, Finding, Severity, check
from hotwash.analysis.core.language.catalogue import explain, reference, rule_keys
from hotwash.cli.offline.texts import Reader, Text

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
EPILOG = """\b
Examples:
  hotwash lint postmortem.md
  hotwash lint docs/ --format json
  git log -1 --format=%B | hotwash lint -
  hotwash lint --explain person-failed
"""


@click.command(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option(
    "--purpose",
    type=click.Choice([one.value for one in Context]),
    help="What the texts are for. Default: the headings decide.",
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="A person to look for by name. May be repeated.")
@click.option("--explain", "rule", metavar="RULE", help="Say why a rule exists, with examples.")
@click.option("--rules", is_flag=True, help="Print all rules as Markdown.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    as_json: bool,  # noqa: FBT001 - an option of the command line
    purpose: str | None,
    names: tuple[str, ...],
    rule: str | None,
    rules: bool,  # noqa: FBT001 - an option of the command line
) -> None:
    """Check texts for blame, hindsight and vague actions.

    Code, quotations and links are skipped. Each finding says why it matters and how else to put it.
    `-` reads standard input.
    """
    if rule is not None:
        _explain(rule)
        return
    if rules:
        click.echo(reference(), nl=False)
        return
    if not paths:
        raise click.UsageError("Name a file, a folder, or - for standard input.")
    reader, context = Reader(), Context(purpose) if purpose else None
    shown = _json if as_json or form == "json" else _text
    counts: Counter[Severity] = Counter()
    for text in reader.read(paths):
        for finding in check(text.content, purpose=context, people=names):
            counts[finding.severity] += 1
            shown(text, finding)
    for problem in reader.problems:
        click.echo(problem, err=True)
    if shown is _text:
        click.echo(_summary(counts), err=True)
    ctx.exit(3 if reader.problems else int(bool(counts)))


def _explain(key: str) -> None:
    text = explain(key)
    if text is None:
        raise click.UsageError(f"There is no rule {key!r}. The rules are: {', '.join(rule_keys())}.")
    click.echo(text)


def _json(text: Text, finding: Finding) -> None:
    row = {
        "file": text.name,
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.end_column,
        "rule": finding.rule,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "text": finding.text,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }
    click.echo(json.dumps(row, ensure_ascii=False))


def _text(text: Text, finding: Finding) -> None:
    place = click.style(f"{text.name}:{finding.line}:{finding.column}", bold=True)
    severity = click.style(finding.severity.value, fg=_COLOURS[finding.severity])
    words = " ".join(finding.text.split())
    click.echo(f"{place} {severity} [{finding.rule}] “{words}”")
    click.echo(f"    {finding.message}\n    Instead: {finding.suggestion}")


def _summary(counts: Counter[Severity]) -> str:
    if not counts:
        return "Nothing found."
    parts = [f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity]]
    return f"{', '.join(parts)}. `hotwash lint --explain RULE` says why."
