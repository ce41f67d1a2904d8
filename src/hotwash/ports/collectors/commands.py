"""What is decided about a command of one's own: its words, its environment, its limits. Running it is the plugin's."""

import json
import shlex
from collections.abc import Mapping
from typing import cast

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import hidden
from hotwash.ports.collectors.asks import Ask
from hotwash.ports.collectors.contract import Option, Query
from hotwash.ports.collectors.slicing import iso

LONGEST, USUAL, MOST_OUTPUT, TOLD = 600, 60, 64_000_000, 300  # seconds, seconds, bytes, characters
KEPT = ("PATH", "HOME", "LANG")  # all that it gets of the server's environment
COMMAND = Option(
    "command",
    "Command",
    "The program by its whole path, and its arguments; {begin}, {end} and {query} stand for the window and the query.",
    required=True,
)
SECONDS = Option("seconds", "Seconds at most", default=str(USUAL))
SECRET = Option("secret", "Secret", "In its environment as HOTWASH_SECRET.", secret=True)


def ask_of_command(query: Query) -> Ask:
    """The words of the command with the window in them; no shell ever sees them."""
    try:
        words = shlex.split(query.setting(COMMAND))
    except ValueError as error:
        msg = f"The command cannot be read: {error}."
        raise PluginError(msg, retry=False) from error
    if not words or not words[0].startswith("/") or "{" in words[0]:
        msg = "Enter the command with the whole path of its program, such as /usr/local/bin/what-happened."
        raise PluginError(msg, retry=False)
    seconds_of(query)
    text = query.text.replace("\x00", "")
    given = {"{begin}": iso(query.window.begin), "{end}": iso(query.window.end), "{query}": text}
    told: list[read.Json] = [words[0], *(_filled(word, given) for word in words[1:])]
    return Ask(series="output", method="RUN", url="", body=json.dumps(told, ensure_ascii=False))


def words_of(ask: Ask) -> list[str]:
    return cast("list[str]", json.loads(ask.body))


def environment_of(query: Query, ours: Mapping[str, str]) -> dict[str, str]:
    kept = {name: ours[name] for name in KEPT if name in ours}
    window = {"HOTWASH_BEGIN": iso(query.window.begin), "HOTWASH_END": iso(query.window.end)}
    return kept | window | {"HOTWASH_QUERY": query.text.replace("\x00", ""), "HOTWASH_SECRET": query.setting(SECRET)}


def seconds_of(query: Query) -> int:
    text = query.setting(SECONDS)
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        msg = f"“{SECONDS.label}” is a number from 1 to {LONGEST}."
        raise PluginError(msg, retry=False)
    return int(text)


def records_of(output: bytes) -> int:
    """Lines that say something."""
    return sum(1 for line in output.splitlines() if line.strip())


def failed(status: int, said: bytes, query: Query) -> PluginError:
    """How it ended, with the last it said on standard error; its secret is taken out."""
    last = hidden(said.decode("utf-8", "replace"), [query.setting(SECRET)]).strip()[-TOLD:]
    told = f": {' '.join(last.split())}" if last else ""
    return PluginError(f"The command ended with status {status}{told}.", retry=False)


def too_much() -> PluginError:
    msg = f"The command printed more than {MOST_OUTPUT // 1_000_000} MB. Narrow the window or the query."
    return PluginError(msg, retry=False)


def too_long(query: Query) -> PluginError:
    return PluginError(f"The command took longer than {seconds_of(query)} seconds and was ended.", retry=False)


def _filled(word: str, given: Mapping[str, str]) -> str:
    """Each name once, in one pass: what a query holds is never filled in again."""
    for name, value in given.items():
        if name in word:
            before, _, after = word.partition(name)
            return f"{_filled(before, given)}{value}{_filled(after, given)}"
    return word
