"""How a rendered page is answered: headers, what has not changed, and the word on top while our records are away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

MARK = "<!--stale-->"
FRESH_SECONDS = 10
CACHE = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate=30, stale-if-error=86400"
#: Nothing on these pages runs: no script at all is allowed.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def headers(kind: str, etag: str, rendered_at: datetime, *, public: bool) -> Mapping[str, str]:
    """``public`` false: for signed-in people, kept by nobody's cache."""
    found = {
        "content-type": kind,
        "etag": f'"{etag}"',
        "last-modified": format_datetime(rendered_at.astimezone(UTC), usegmt=True),
        "cache-control": CACHE if public else "private, no-cache",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "vary": "accept-encoding",
    }
    if public and not kind.startswith("text/html"):
        found["access-control-allow-origin"] = "*"  # so that any page may read the JSON and the feeds
    return found


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether the reader has this very answer already."""
    asked = {one.strip().removeprefix("W/").strip('"') for one in if_none_match.split(",")}
    return bool(if_none_match) and ("*" in asked or etag in asked)


def with_stale_word(body: str, rendered_at: datetime, down_since: datetime) -> str:
    """The page as it was last known, and since when nothing newer can be told."""
    word = (
        '<p class="status-stale" role="status"><b>This is the last state we know, from '
        f"{_said(rendered_at)}.</b> Our own records can't be reached since {_said(down_since)}; "
        "this page tells more as soon as they are back.</p>"
    )
    return body.replace(MARK, word, 1)


def _said(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y, %H:%M} UTC"
