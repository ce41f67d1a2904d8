"""A visitor who reads every page and fills in every form; for tests of what comes out again.

Pages are read as a browser reads them, so it does not matter how something was escaped, only whether it would run.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

NOW = datetime.now(UTC)
SOON = NOW + timedelta(days=2)
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
TEXT = ("text", "search", "textarea")
PLAUSIBLE = {  # by the kind of a field, or by its name where people type freely
    "email": "mallory@example.org",
    "url": "https://example.org/",
    "number": "1",
    "date": f"{SOON:%F}",
    "datetime-local": f"{SOON:%FT%R}",
    "time": "09:00",
}
NAMED = {
    "at": f"{NOW:%F %T}",
    "until": f"{NOW:%F %T}",
    "starts_at": f"{SOON:%FT%R}",
    "ends_at": f"{SOON + timedelta(hours=1):%FT%R}",
    "name": "started",
}
PAGES_OF_A_KIND = 3  # of one route and form of query
LEAVE = re.compile(r"^/(sign-out|static/|live|api/|account/password|incidents/[^/]+/report/live)")


@dataclass(slots=True)
class Field:
    name: str
    kind: str
    value: str = ""
    chosen: bool = True
    wrong: bool = False


@dataclass(slots=True)
class Form:
    action: str
    method: str
    multipart: bool
    fields: list[Field] = field(default_factory=list)

    def has_text(self) -> bool:
        return any(one.kind in TEXT for one in self.fields)

    def settle(self) -> None:
        """Of radios of one name of which none is chosen the first is, as of the options of a select."""
        radios = [one for one in self.fields if one.kind == "radio"]
        decided = {one.name for one in radios if one.chosen}
        for one in radios:
            if one.name not in decided:
                one.chosen = True
                decided.add(one.name)

    def filled(self, *, keep: frozenset[str] = frozenset()) -> dict[str, list[str]]:
        """What would be sent with evil text in every text field but those to keep."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            if not one.chosen or not one.name:
                continue
            value = one.value or ("" if one.name in keep else PLAUSIBLE.get(one.kind, ""))
            if one.kind in TEXT:
                value = (value or NAMED.get(one.name, "")) if one.name in keep else f"{value}{EVIL}"
            sent.setdefault(one.name, []).append(value)
        return sent


class Page(HTMLParser):
    """The links and forms of a page, and what on it would run."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.alive: list[str] = []
        self.shows_evil = False
        self._address = address
        self._open: Form | None = None
        self._area: Field | None = None
        self._choice: Field | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._judge(tag, told)
        if tag == "a" and told.get("href"):
            self.links.append(urljoin(self._address, told["href"]))
        elif tag == "form":
            action = urljoin(self._address, told.get("action", ""))
            self._open = Form(action, told.get("method", "get").lower(), "multipart" in told.get("enctype", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._take(tag, told, self._open)

    handle_startendtag = handle_starttag

    def _judge(self, tag: str, told: dict[str, str]) -> None:
        runs = [name for name in told if name.startswith("on")]
        runs += [name for name, value in told.items() if value.strip().lower().startswith("javascript:")]
        ours = told.get("src", "").startswith("/static/") or told.get("type") == "application/json"
        if tag == "script" and not ours:
            runs.append("script")
        if tag == "img" and told.get("src") == "x":
            runs.append("img")
        if tag in {"iframe", "object", "embed", "base"}:
            runs.append(tag)
        self.alive += [f"<{tag}> {name}" for name in runs]

    def _take(self, tag: str, told: dict[str, str], form: Form) -> None:
        one = Field(told.get("name", ""), told.get("type", "text"), told.get("value", ""))
        one.wrong = told.get("aria-invalid") == "true"
        if tag == "input" and one.kind not in {"submit", "button", "file", "password"}:
            one.chosen = one.kind not in {"checkbox", "radio"} or "checked" in told
            form.fields.append(one)
        elif tag == "textarea":
            one.kind = "textarea"
            self._area = one
            form.fields.append(one)
        elif tag == "select":
            one.kind, one.chosen = "select", False
            self._choice = one
            form.fields.append(one)
        elif tag == "option" and self._choice is not None:
            self._choose(self._choice, told)

    def _choose(self, choice: Field, told: dict[str, str]) -> None:
        """What is selected; where nothing is, the first that says something."""
        if "selected" in told or not choice.value:
            choice.value, choice.chosen = told.get("value", ""), True

    def handle_data(self, data: str) -> None:
        self.shows_evil = self.shows_evil or "<script>alert(1)</script>" in data
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            self._open.settle()
            self._open = None
        elif tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._choice = None


@dataclass(slots=True)
class Walker:
    """``afterwards`` is called after each form, to do the background work that follows from it."""

    client: Client
    afterwards: Callable[[], object]
    alive: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[str]] = field(default_factory=dict)
    showing: set[str] = field(default_factory=set)

    def walk(self, start: str, *, fill: bool) -> None:
        """Read every page that can be reached; with ``fill`` send the forms of each kind of page once."""
        self.seen.clear()
        known, waiting = {start}, [start]
        while waiting:
            page = self._read(waiting.pop(0))
            if page is None:
                continue
            for link in page.links:
                place = urlsplit(link)._replace(scheme="", netloc="", fragment="").geturl()
                if place not in known and self._wanted(link):
                    known.add(place)
                    waiting.append(place)
            if fill:
                for form in page.forms:
                    self._send(form)

    def _wanted(self, link: str) -> bool:
        place = urlsplit(link)
        if place.scheme not in {"", "http"} or place.netloc not in {"", "testserver"} or LEAVE.match(place.path):
            return False
        kind = kind_of(link)
        self.seen[kind] += 1
        return bool(kind) and self.seen[kind] <= PAGES_OF_A_KIND

    def _read(self, address: str) -> Page | None:
        return self._look(address, self.client.get(address, follow=True))

    def _look(self, address: str, answer: HttpResponse) -> Page | None:
        if answer.status_code >= 400 and answer.status_code not in {409, 422}:  # told, and shown again
            self.broken.append(f"{answer.status_code} {address}")
        body = b"".join(answer) if answer.streaming else answer.content
        if "html" not in answer.get("Content-Type", "") and "svg" not in answer.get("Content-Type", ""):
            return None
        page = Page(body.decode(), address)
        self.alive += [f"{address}: {found}" for found in page.alive]
        if page.shows_evil:
            self.showing.add(kind_of(address))
        return page

    def _send(self, form: Form) -> None:
        kind = kind_of(form.action)
        names = " ".join(sorted({one.name for one in form.fields}))
        if form.method != "post" or not form.has_text() or LEAVE.match(urlsplit(form.action).path):
            return
        if self.sent[f"{kind} {names}"]:
            return
        self.sent[f"{kind} {names}"] += 1
        answer = self.client.post(form.action, form.filled(), follow=True)
        page = self._look(form.action, answer)
        if answer.status_code == 422 and page is not None:
            wrong = {one.name for back in page.forms for one in back.fields if one.wrong}
            answer = self.client.post(form.action, form.filled(keep=frozenset(wrong)), follow=True)
            self._look(form.action, answer)
            if answer.status_code == 422:
                self.refused[f"{kind} {names}"] = sorted(wrong)
        self.afterwards()


def kind_of(link: str) -> str:
    """The route of a link and the names in its query; empty when it leads nowhere of ours."""
    place = urlsplit(link)
    try:
        found = resolve(place.path)
    except Resolver404:
        return ""
    return f"{found.view_name}?{'&'.join(sorted(part.split('=')[0] for part in place.query.split('&')))}"
