"""``hotwash collect``: ask a system what it knows about an incident, for those who hold the machine."""

import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import click

from hotwash.cli.django import opened

if TYPE_CHECKING:
    from hotwash.evidence.models import Collection, Collector
    from hotwash.evidence.steps import Trial
    from hotwash.ports.collectors import Query
    from hotwash.respond.models import Incident

POLL_SECONDS = 0.5


@click.command("collect")
@click.argument("reference")
@click.argument("collector", required=False, default="")
@click.option("--query", "text", default=None, help="In the system's own language; else the one that is proposed.")
@click.option("--from", "begin", default="", metavar="TIME", help="For example 2026-03-02T13:01Z; else proposed.")
@click.option("--to", "end", default="", metavar="TIME", help="Not counted in; else proposed.")
@click.option("--dry-run", is_flag=True, help="Ask one question, say what came, keep nothing.")
@click.option("--wait", is_flag=True, help="Until the run has ended; the server does the work.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    reference: str,
    collector: str,
    text: str | None,
    begin: str,
    end: str,
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Fetch evidence for an incident: hotwash collect INC-42 "Production metrics" --dry-run

    Without the name of a collector it lists those that can be asked. The running server fetches in the background.
    """
    with opened():
        from hotwash.kernel.core.actor import SYSTEM
        from hotwash.kernel.core.errors import NotFound
        from hotwash.respond.queries import get_incident

        try:
            incident = get_incident(SYSTEM, reference)
        except NotFound as error:
            _fail(str(error))
        if not collector:
            _list(incident, as_json=as_json)
            return
        row = _named(incident, collector)
        query = _query(incident, row, text, begin, end)
        if dry_run:
            _try(incident, row, query, as_json=as_json)
        else:
            _start(incident, row, query, wait=wait, as_json=as_json)


def _list(incident: "Incident", *, as_json: bool) -> None:
    from hotwash.evidence.queries import collectors_for

    rows = collectors_for(incident)
    for row in rows:
        told = {"name": row.name, "kind": row.kind, "query": row.query}
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{row.name}  ({row.kind})")
    if not rows and not as_json:
        click.echo("There is nothing to collect from. An administrator sets it up on the page Collectors.", err=True)


def _named(incident: "Incident", name: str) -> "Collector":
    from hotwash.evidence.queries import collectors_for

    found = next((row for row in collectors_for(incident) if row.name.lower() == name.lower()), None)
    return found or _fail(f"There is no collector “{name}”. `hotwash collect {incident.reference}` lists them.")


def _query(incident: "Incident", row: "Collector", text: str | None, begin: str, end: str) -> "Query":
    from hotwash.evidence.queries import proposed_window
    from hotwash.kernel import clock
    from hotwash.ports.collectors import Query, Window

    window = proposed_window(incident, now=clock.now())
    asked = Window(_time(begin, "--from") or window.begin, _time(end, "--to") or window.end)
    return Query(window=asked, text=row.query if text is None else text)


def _try(incident: "Incident", row: "Collector", query: "Query", *, as_json: bool) -> None:
    from hotwash.evidence.steps import try_collection
    from hotwash.kernel import clock
    from hotwash.kernel.core.actor import SYSTEM
    from hotwash.kernel.core.refusal import Refusal

    done = try_collection(actor=SYSTEM, incident=incident, collector=row, query=query, now=clock.now())
    if isinstance(done, Refusal):
        _fail(str(done))
    click.echo(_trial_json(done) if as_json else "\n".join([*done.asks, done.told]))
    if done.problem:
        sys.exit(3)


def _trial_json(trial: "Trial") -> str:
    told = {"asks": trial.asks, "records": trial.records, "size": trial.size, "more": trial.more}
    return json.dumps({**told, "problem": trial.problem}, ensure_ascii=False)


def _start(incident: "Incident", row: "Collector", query: "Query", *, wait: bool, as_json: bool) -> None:
    from hotwash.evidence.steps import start_collection
    from hotwash.kernel import clock
    from hotwash.kernel.core.actor import SYSTEM
    from hotwash.kernel.core.refusal import Refusal

    done = start_collection(actor=SYSTEM, incident=incident, collector=row, query=query, now=clock.now())
    if isinstance(done, Refusal):
        _fail(str(done))
    while wait and done.running:
        time.sleep(POLL_SECONDS)
        done.refresh_from_db()
    click.echo(_run_json(done) if as_json else _run_line(done))
    if done.state == "failed":
        sys.exit(3)


def _run_line(run: "Collection") -> str:
    if run.running:
        return f"{run.name} is being asked; what comes is evidence of {run.incident.reference} by itself."
    files = ", ".join(file.reference for file in run.files.all())
    return "  ".join(part for part in (run.name, run.state, run.told, run.cut, run.error, files) if part)


def _run_json(run: "Collection") -> str:
    told = {"id": run.pk, "name": run.name, "state": run.state, "pages": run.pages, "records": run.records}
    files = [file.reference for file in run.files.all()]
    return json.dumps({**told, "size": run.size, "cut": run.cut, "error": run.error, "files": files})


def _time(text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text} is no time; write it like 2026-03-02T13:01Z."
        raise click.BadParameter(msg, param_hint=option) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)
