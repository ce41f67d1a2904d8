"""Slack, as its documentation says: messages newest first, threads apart, a cursor, "ok" in each answer."""

from collections.abc import Sequence
from datetime import datetime

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer

CHANNEL = "C0OPERATIONS"


def _slack(known: Known, asked: Request) -> HttpAnswer:
    """The second and every further message answers the first one of the channel, in its thread."""
    if asked.path.endswith("/users.list"):
        return answer({"ok": True, "members": [_user(name) for name in ("carl", "rhea")], **_next("")})
    if asked.asked["channel"] != CHANNEL:
        return answer({"ok": False, "error": "channel_not_found"})
    assert asked.asked["inclusive"] == "true"
    begin, last = float(asked.asked["oldest"]), float(asked.asked["latest"])
    all_of_them = [_message(number, at, known.times) for number, at in enumerate(known.times)]
    inside = [one for one in all_of_them if begin <= float(str(one["ts"])) <= last]
    if asked.path.endswith("/conversations.history"):
        return _paged(asked, [one for one in reversed(inside) if "parent_user_id" not in one])
    assert asked.path.endswith("/conversations.replies"), asked.url
    return _paged(asked, [one for one in inside if one.get("parent_user_id")], all_of_them[:1])


def _paged(asked: Request, rows: Sequence[object], before: Sequence[object] = ()) -> HttpAnswer:
    start, size = int(asked.asked.get("cursor", "at:0").partition(":")[2]), int(asked.asked["limit"])
    more = start + size < len(rows)
    part = [*before, *rows[start : start + size]]
    return answer({"ok": True, "messages": part, "has_more": more, **_next(f"at:{start + size}" if more else "")})


def _next(cursor: str) -> dict[str, object]:
    return {"response_metadata": {"next_cursor": cursor}}


def _user(name: str) -> dict[str, object]:
    profile = {"real_name": name.title(), "display_name": ""}
    return {"id": f"U0{name.upper()}", "team_id": "T1", "name": name, "deleted": False, "profile": profile}


def _message(number: int, at: datetime, times: Sequence[datetime]) -> dict[str, object]:
    first = f"{times[0].timestamp():.6f}"
    said: dict[str, object] = {
        "type": "message",
        "user": "U0RHEA" if number % 2 else "U0CARL",
        "text": f"pool {number} is exhausted, <@U0CARL>",
        "ts": f"{at.timestamp():.6f}",
        "team": "T1",
    }
    if number == 0 and len(times) > 1:
        return said | {"thread_ts": first, "reply_count": (len(times) - 1) // 2, "reply_users": ["U0RHEA"]}
    return said | ({"thread_ts": first, "parent_user_id": "U0CARL"} if number % 2 else {})


SLACK = FarEnd(
    _slack, {"token": SECRET, "address": f"{BASE}/api"}, "slack", text=CHANNEL, page=200, sign_in="?"
)  # fmt: skip
