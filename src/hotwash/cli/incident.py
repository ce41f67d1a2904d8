"""``hotwash incident``: declare, list, look at and note, for those who hold the machine."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from hotwash.cli.django import opened

if TYPE_CHECKING:
    from hotwash.kernel.core.actor import Actor
    from hotwash.respond.models import Incident

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
AS = click.option("--as", "email", default="", metavar="EMAIL", help="Act as this person; else as the system.")
MOMENTS = ("started", "detected", "declared", "acknowledged", "mitigated", "resolved", "closed")


@click.group("incident")
def command() -> None:
    """Declare, list and look at incidents. Whoever may run this sees all of them."""


@command.command("declare")
@click.argument("title")
@click.option("--severity", required=True, help="One that the process knows, for example sev2.")
@click.option("--service", "services", multiple=True, metavar="SLUG", help="An affected service; can be repeated.")
@click.option("--summary", default="", help="What is known, in a sentence or two.")
@click.option("--started", metavar="TIME", default="", help="When it began, for example 2026-03-02T13:01Z.")
@click.option("--private", is_flag=True, help="Only for the people who take part.")
@click.option("--quiet", is_flag=True, help="Page nobody.")
@AS
@JSON
def declare(  # noqa: PLR0913 - one parameter for each option
    *,
    title: str,
    severity: str,
    services: tuple[str, ...],
    summary: str,
    started: str,
    private: bool,
    quiet: bool,
    email: str,
    as_json: bool,
) -> None:
    """Declare an incident: hotwash incident declare "Checkout answers 502" --severity sev1 --service checkout"""
    began = _time(started)
    with _house():
        from hotwash.kernel import clock
        from hotwash.kernel.core.refusal import Refusal
        from hotwash.respond.steps import Declaration, declare_incident

        declaration = Declaration(
            title=title,
            severity=severity,
            summary=summary,
            private=private,
            started_at=began,
            service_ids=_services(services),
            pages=not quiet,
        )
        done = declare_incident(actor=_actor(email), declaration=declaration, now=clock.now())
        if isinstance(done, Refusal):
            _fail(str(done))
        else:
            click.echo(_json(done) if as_json else f"{done.reference} is declared.")


@command.command("list")
@click.option("--state", default="", help="A state, or open for all that still go on.")
@click.option("--severity", default="", help="Only this severity.")
@click.option("--service", default="", metavar="SLUG", help="Only incidents of this service.")
@click.option("--words", default="", help="Only incidents that hold these words.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="The newest so many.")
@AS
@JSON
def list_(  # noqa: PLR0913 - one parameter for each option
    *, state: str, severity: str, service: str, words: str, limit: int, email: str, as_json: bool
) -> None:
    """List incidents, the newest first: hotwash incident list --state open"""
    with _house():
        from hotwash.respond.queries import Filters, incident_list

        rows = list(incident_list(_actor(email), Filters(state, severity, service, words)).order_by("-pk")[:limit])
        for row in rows:
            click.echo(_json(row) if as_json else _line(row))
    if not rows and not as_json:
        click.echo("No incident is like that.", err=True)


@command.command("show")
@click.argument("reference")
@AS
@JSON
def show(*, reference: str, email: str, as_json: bool) -> None:
    """Where an incident stands: hotwash incident show INC-42"""
    with _house():
        from hotwash.stages.rail import rail

        incident = _incident(reference, email)
        stages = rail(incident)
        if as_json:
            click.echo(_json(incident, stages={state.stage.key: state.progress.value for state in stages}))
            return
        click.echo(f"{incident.reference}  {incident.title}")
        click.echo(f"{incident.severity}, {incident.get_state_display().lower()}, found by {incident.found_by}\n")
        for name, at in _moments(incident):
            click.echo(f"  {name:<13}{_shown(at)}")
        click.echo()
        for state in stages:
            click.echo(f"  {state.stage.title:<28}{state.progress.value.replace('_', ' ')}")


@command.command("note")
@click.argument("reference")
@click.argument("text")
@AS
def note(reference: str, text: str, email: str) -> None:
    """Say in the command room what you see or do: hotwash incident note INC-42 "Rolled back to 4.17"."""
    with _house():
        from hotwash.kernel import clock
        from hotwash.kernel.core.refusal import Refusal
        from hotwash.respond.steps import say

        done = say(actor=_actor(email), incident=_incident(reference, email), text=text, now=clock.now())
        if isinstance(done, Refusal):
            _fail(str(done))


@command.command("bundle")
@click.argument("reference")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: INC-42-evidence.zip.")
@click.option("--originals", is_flag=True, help="With the files as they came, secrets included; needs --why.")
@click.option("--why", default="", help="Kept in the event log.")
@AS
def bundle(*, reference: str, output: Path | None, originals: bool, why: str, email: str) -> None:
    """Write all evidence to one zip, which `hotwash verify` checks: hotwash incident bundle INC-42"""
    with _house():
        from hotwash.evidence.core.custody import Contents
        from hotwash.evidence.queries import bundle_of
        from hotwash.evidence.steps import take_bundle
        from hotwash.kernel import clock
        from hotwash.kernel.core.refusal import Refusal

        incident, contents, actor = _incident(reference, email), Contents(originals=originals), _actor(email)
        path = output or Path(f"{incident.reference}-evidence.zip")
        if path.exists():
            _fail(f"{path} is there already. Name another file with -o.")
        taken = take_bundle(actor=actor, incident=incident, contents=contents, why=why)
        if isinstance(taken, Refusal):
            _fail(str(taken))
        try:
            with path.open("xb") as file:
                for part in bundle_of(incident, contents, actor=actor, now=clock.now()):
                    file.write(part)
        except OSError as error:
            _fail(f"{path} could not be written: {error.strerror}. Name another file with -o.")
        click.echo(f"{path}: {path.stat().st_size:,} bytes. Check it anywhere with: hotwash verify {path}")


@contextmanager
def _house() -> Iterator[None]:
    """The database is open; what is not there or not permitted is bad use."""
    from hotwash.kernel.core.errors import NotFound, NotPermitted

    with opened():
        try:
            yield
        except (NotFound, NotPermitted) as error:
            _fail(str(error))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)


def _actor(email: str) -> "Actor":
    from hotwash.directory.models import Person
    from hotwash.kernel.core.actor import SYSTEM

    if not email:
        return SYSTEM
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        _fail(f"Nobody with the address {email} has an account.")
    return person.as_actor()


def _incident(reference: str, email: str) -> "Incident":
    from hotwash.respond.queries import get_incident

    return get_incident(_actor(email), reference)


def _services(slugs: tuple[str, ...]) -> tuple[int, ...]:
    from hotwash.directory.models import Service

    known = dict(Service.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    missing = [slug for slug in slugs if slug not in known]
    if missing:
        _fail(f"There is no service {missing[0]}.")
    return tuple(known[slug] for slug in slugs)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text} is no time; write it like 2026-03-02T13:01Z."
        raise click.BadParameter(msg, param_hint="--started") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _moments(incident: "Incident") -> Iterator[tuple[str, datetime]]:
    for name in MOMENTS:
        at = getattr(incident, f"{name}_at")
        if at is not None:
            yield name, at


def _line(row: "Incident") -> str:
    return f"{row.reference:<9}{row.severity:<6}{row.state:<12}{_shown(row.declared_at)}  {row.title}"


def _shown(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _json(row: "Incident", **more: object) -> str:
    known = {"reference": row.reference, "title": row.title, "severity": row.severity, "state": row.state}
    times = {f"{name}_at": at.astimezone(UTC).isoformat().replace("+00:00", "Z") for name, at in _moments(row)}
    return json.dumps({**known, "private": row.private, **times, **more}, ensure_ascii=False)
