"""One request of a collector, as a value that can be kept, shown and asked again. It never holds a secret."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from hotwash.ports.payload import Json

Pairs = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """``series`` names what the answer is about; the pages of one series become one file.

    ``headers`` are those that belong to the question; credentials are added when it is sent.
    """

    series: str
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def told(self) -> str:
        """The question as a person reads it, enough to ask it again."""
        named = [value for name, value in self.headers.items() if name == "x-amz-target"]
        return " ".join([self.method, self.url, *named, self.body]).strip()

    @property
    def origin(self) -> tuple[str, str]:
        parts = urlsplit(self.url)
        return parts.scheme, parts.netloc.lower()

    def parameter(self, name: str) -> str:
        """The value of a parameter of the address, empty where it is not there."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True)).get(name, "")

    def with_parameters(self, **given: str) -> Self:
        """The same with these parameters of the address set anew, at the place where they were."""
        parts = urlsplit(self.url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        known = {name for name, _ in pairs}
        pairs = [(name, given.get(name, value)) for name, value in pairs]
        pairs += [(name, value) for name, value in given.items() if name not in known]
        return replace(self, url=urlunsplit(parts._replace(query=urlencode(pairs))))

    def with_fields(self, **given: Json) -> Self:
        """The same with these fields of its JSON body set anew."""
        return replace(self, body=_compact({**json.loads(self.body or "{}"), **given}))

    def kept(self) -> dict[str, Json]:
        """As JSON, for a run that is taken up again later."""
        return {
            "series": self.series,
            "url": self.url,
            "method": self.method,
            "headers": dict(self.headers),
            "body": self.body,
        }


def ask_of(kept: Mapping[str, Json]) -> Ask:
    headers = kept.get("headers")
    return Ask(
        series=str(kept.get("series", "")),
        url=str(kept.get("url", "")),
        method=str(kept.get("method", "GET")),
        headers={str(name): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {},
        body=str(kept.get("body", "")),
    )


def get(series: str, address: str, path: str, parameters: Pairs = ()) -> Ask:
    """A question by GET. ``address`` is what an administrator set, ``path`` begins with a slash."""
    pairs = list(parameters.items()) if isinstance(parameters, Mapping) else list(parameters)
    question = f"?{urlencode(pairs)}" if pairs else ""
    return Ask(series=series, url=f"{address.rstrip('/')}{path}{question}")


def post(series: str, address: str, path: str, fields: Mapping[str, Json]) -> Ask:
    """A question by POST with a JSON body."""
    headers = {"content-type": "application/json"}
    url = f"{address.rstrip('/')}{path}"
    return Ask(series=series, method="POST", url=url, headers=headers, body=_compact(fields))


def _compact(fields: Mapping[str, Json]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
