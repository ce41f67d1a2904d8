"""Slack: the messages of channels, the threads beneath them, and who is who.

``conversations.history`` brings what was said in a channel; each message that began a thread asks for
``conversations.replies``; ``users.list`` has the names. All page by a cursor and say what is wrong in an answer with
the status 200. https://docs.slack.dev/reference/methods/conversations.history
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Query, get
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.declared import TOKEN
from hotwash.ports.collectors.paging import by_token

API = Option("address", "Address of the API", "Of a proxy, if not Slack's own.", default="https://slack.com/api")
SIZE, USERS = 200, 200
MICROSECOND = timedelta(microseconds=1)
HISTORY, REPLIES, PEOPLE = "/conversations.history", "/conversations.replies", "/users.list"
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,20}")
_STATUS = {
    "ratelimited": 429, "rate_limited": 429, "service_unavailable": 503, "internal_error": 500, "fatal_error": 500,
}  # fmt: skip
_CREDENTIALS = {
    "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "no_permission",
    "missing_scope", "not_allowed_token_type", "access_denied", "ekm_access_denied", "org_login_required",
    "team_access_not_granted",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Slack(HttpCollector):
    key: str = "slack"
    title: str = "Slack"
    about: str = "What was said in channels, with threads and names."
    options: tuple[Option, ...] = (TOKEN, API)
    query_help: str = "Ids of channels, one on each line, such as C024BE91L; each stands in its channel's details."
    query_needed: bool = True

    def asks(self, query: Query) -> tuple[Ask, ...]:
        """The users come last: a dry run asks for messages."""
        address = self.address(query)
        channels = tuple(self._history(channel, address, query) for channel in self.typed(query))
        return (*channels, get("people", address, PEOPLE, {"limit": str(query.page_size(USERS))}))

    def _history(self, channel: str, address: str, query: Query) -> Ask:
        if not _CHANNEL.fullmatch(channel):
            msg = f"“{channel[:80]}” is no id of a channel. {self.query_help}"
            raise PluginError(msg, retry=False)
        return get(channel, address, HISTORY, {"channel": channel, **_span(query)})

    def judged(self, answer: HttpAnswer) -> HttpAnswer:
        """What an answer that says ``"ok": false`` means."""
        if answer.status != 200 or not answer.body.lstrip().startswith(b"{"):
            return answer
        try:
            found = read.read_json(answer.body)
        except PluginError:
            return answer
        error = read.text(found, "error") if isinstance(found, dict) and found.get("ok") is False else ""
        if not error:
            return answer
        return replace(answer, status=401 if error in _CREDENTIALS else _STATUS.get(error, 400))

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer
        rows = listed(found, self.title, "members" if self.beside(ask) else "messages")
        following = by_token(ask, read.text(found, "response_metadata", "next_cursor"), "cursor")
        if self.beside(ask):
            return 0, following
        began = ask.parameter("ts")  # the thread's first message, which every page of it repeats
        times = [_at(ts) for row in rows if (ts := read.text(row, "ts")) and ts != began]
        return sum(query.window.holds(at) for at in times if at is not None), following

    def raised(self, found: read.Json, ask: Ask, query: Query) -> tuple[Ask, ...]:
        """The threads that begin on a page of a channel."""
        if not ask.url.partition("?")[0].endswith(HISTORY):
            return ()
        address, channel = ask.url.partition(HISTORY)[0], ask.parameter("channel")
        return tuple(
            get(ask.series, address, REPLIES, {"channel": channel, "ts": ts, **_span(query)})
            for ts in _threads(listed(found, self.title, "messages"))
        )

    def beside(self, ask: Ask) -> bool:
        return ask.url.partition("?")[0].endswith(PEOPLE)


def _span(query: Query) -> dict[str, str]:
    """Slack counts both ends in."""
    begin, last = query.window.begin, query.window.end - MICROSECOND
    return {"oldest": _ts(begin), "latest": _ts(last), "inclusive": "true", "limit": str(query.page_size(SIZE))}


def _ts(at: datetime) -> str:
    whole = at.astimezone(UTC)
    return f"{int(whole.replace(microsecond=0).timestamp())}.{whole.microsecond:06d}"


def _at(ts: str) -> datetime | None:
    seconds, _, micro = ts.partition(".")
    if not seconds.isdecimal() or len(seconds) > 11 or not (micro or "0").isdecimal():
        return None
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(micro[:6].ljust(6, "0")))


def _threads(rows: list[read.Json]) -> Iterator[str]:
    for row in rows:
        ts = read.text(row, "ts")
        if ts and read.text(row, "thread_ts") == ts and read.text(row, "reply_count") not in {"", "0"}:
            yield ts


plugin = Slack()
