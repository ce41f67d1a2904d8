"""The generated part of docs/reference: written by ``make docs``, compared by tests/docs/test_reference.py."""

import dataclasses
import inspect
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
HEAD = "<!-- Written by `make docs`; do not edit. -->\n\n"


def pages() -> Mapping[str, str]:
    """The name of each generated page and its text. Django has to be set up."""
    made = {
        "commands": commands(),
        "settings": settings(),
        "events": events(),
        "routes": routes(),
        "plugins": plugins(),
        "sources": sources(),
    }
    return {f"{name}.md": HEAD + "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


def commands() -> Iterator[str]:
    from hotwash.cli.main import OFFLINE, SERVER, main

    yield "# Commands"
    context = click.Context(main, info_name="hotwash")
    for title, names in (("Without a server", OFFLINE), ("With a server", SERVER)):
        yield f"\n## {title}"
        for name in names:
            command = main.get_command(context, name)
            assert command is not None, name
            yield from _command(command, f"hotwash {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    yield f"\n### `{path}`\n\n{inspect.cleandoc(command.help or '').split(chr(12))[0].strip()}\n"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield f"- `{', '.join([*parameter.opts, *parameter.secondary_opts])}` {parameter.help or ''}".rstrip()
        elif isinstance(parameter, click.Argument):
            yield f"- `{parameter.make_metavar(click.Context(command))}`"
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _command(inner, f"{path} {name}")


def settings() -> Iterator[str]:
    from hotwash.kernel.config import Config

    yield "# Settings\n\nEnvironment variables; a wrong value stops the start with a clear word.\n"
    yield "| variable | what it is | default |\n|---|---|---|"
    for name, field in Config.model_fields.items():
        variable = str(field.validation_alias or f"HOTWASH_{name.upper()}")
        default = "depends on the user" if field.default_factory else f"`{_plain(field.default)}`"
        yield f"| `{variable}` | {field.description} | {default} |"


def _plain(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    text = str(reveal() if callable(reveal) else value)
    return text or "empty"


def events() -> Iterator[str]:
    from hotwash.flow import FLOW, PERIODIC
    from hotwash.kernel.core.event import known_types

    yield "# Events and what follows\n"
    yield "Every event is one line of the log, in these words, and may have followers in `flow.py`.\n"
    yield "| event | in words | fields | what follows |\n|---|---|---|---|"
    for name, kind in sorted(known_types().items()):
        if kind.__module__.startswith("hotwash."):
            fields = ", ".join(field.name for field in dataclasses.fields(kind) if field.name != "incident_id")
            following = "<br>".join(f"`{follower.removeprefix('hotwash.')}`" for follower in FLOW.followers(name))
            yield f"| `{name}` | {kind.summary or '(a wake-up, not logged)'} | {fields} | {following} |"
    yield "\n## Again and again\n\n| when (cron) | what |\n|---|---|"
    for cron, function in PERIODIC:
        name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
        yield f"| `{cron}` | `{name.removeprefix('hotwash.')}` |"


def routes() -> Iterator[str]:
    from hotwash.api.main import api

    yield "# Routes of the API\n"
    yield "Under `/api/v1`; described in full at `/api/v1/docs` and as OpenAPI at `/api/v1/openapi.json`.\n"
    yield "| route | what it does |\n|---|---|"
    for path, methods in sorted(api.get_openapi_schema()["paths"].items()):
        for method, operation in methods.items():
            said = (operation.get("description") or operation.get("summary") or "").strip().split("\n")[0]
            yield f"| `{method.upper()} {path.removeprefix('/api/v1')}` | {said} |"


def plugins() -> Iterator[str]:
    from hotwash.ports.registry import KINDS, Keyed
    from hotwash.ports.registry import plugins as found

    yield "# Plugins\n"
    yield "Each is a folder under `src/hotwash/plugins/` with its samples; others come in by the same entry points."
    for kind in KINDS:
        rows = found(kind, Keyed)
        if rows:
            yield f"\n## {kind.title()}\n\n| key | what it is |\n|---|---|"
            for key in sorted(rows):
                yield f"| `{key}` | {getattr(rows[key], 'title', '') or getattr(rows[key], 'name', '')} |"


def sources() -> Iterator[str]:
    """What is pasted where, as the page of each source says it, one level lower."""
    from hotwash.ports.registry import plugins as found
    from hotwash.ports.sources import Source

    rows = sorted(found("sources", Source).values(), key=lambda row: row.title.lower())
    yield "# Connecting a sender\n"
    yield "Make a source under **Alerts → Sources**: it gets an address with a secret, here `{address}`, and its page"
    yield "says the same as this one with the address filled in. **Send a test** on that page shows that it works.\n"
    yield "| sender | key | found by |\n|---|---|---|"
    for row in rows:
        yield f"| [{row.title}](#{_anchor(row.title)}) | `{row.key}` | {row.found_by} |"
    for row in rows:
        yield f"\n## {row.title}\n\n{row.setup.strip()}"
        for option in row.options:
            yield f"\n*{option.label}* (option `{option.key}`). {option.help}".rstrip()


def _anchor(title: str) -> str:
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter == "-")


def write() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write()
