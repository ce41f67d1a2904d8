"""``hotwash oncall``: who is on call, for those who hold the machine."""

import json
from datetime import UTC, datetime

import click

from hotwash.cli.django import opened


@click.command("oncall")
@click.option("--at", metavar="TIME", default="", help="A past time, as 2026-03-02T13:01Z; else now.")
@click.option("--services", is_flag=True, help="Who is paged first now, for each service.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(at: str, services: bool, as_json: bool) -> None:  # noqa: FBT001 - options of a command
    """Say who is on call, in each schedule or for each service: hotwash oncall --services"""
    then = _time(at)
    with opened():
        from hotwash.kernel import clock
        from hotwash.respond.queries import on_call_now, on_call_then, services_now

        now = clock.now()
        if services:
            for row in services_now(now):
                names = [*(person.name for person in row.people), *row.channels]
                _say(as_json, {"service": row.service.slug, "paged": names, "policy": row.plan.title})
            return
        for one in on_call_then(then) if then is not None and then < now else on_call_now(now):
            name, until = (one.person.name if one.person else ""), one.shift.ends_at.astimezone(UTC)
            _say(
                as_json, {"schedule": one.schedule.name, "paged": [name] if name else [], "until": f"{until:%F %R} UTC"}
            )


def _say(as_json: bool, row: dict[str, object]) -> None:  # noqa: FBT001 - the way in which it is said
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    first, names, more = row.values()
    click.echo(f"{first}: {', '.join(map(str, names if isinstance(names, list) else [])) or 'nobody'} ({more})")


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text} is no time; write it like 2026-03-02T13:01Z."
        raise click.BadParameter(msg, param_hint="--at") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
