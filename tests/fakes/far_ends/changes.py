"""GitHub, GitLab and Grafana's annotations, as their documentation says."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from hotwash.kernel.core.http import HttpAnswer
from tests.fakes.far_ends.base import BASE, SECRET, FarEnd, Known, Request, answer, seconds, z


def _plain(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _paged(asked: Request, rows: Sequence[object], wrapped: str = "") -> HttpAnswer:
    """A page by number, with the next one in the Link header."""
    size, number = int(asked.asked["per_page"]), int(asked.asked.get("page", "1"))
    part = list(rows)[(number - 1) * size : number * size]
    body = {"total_count": len(rows), "incomplete_results": False, wrapped: part} if wrapped else part
    following = f"{BASE}{asked.path}?{urlencode({**asked.asked, 'page': str(number + 1)})}"
    first = f"{BASE}{asked.path}?{urlencode({**asked.asked, 'page': '1'})}"
    links = f'<{first}>; rel="first"' + (f', <{following}>; rel="next"' if number * size < len(rows) else "")
    return answer(body, link=links)


def _github(known: Known, asked: Request) -> HttpAnswer:
    if asked.path == "/repos/shop/checkout/deployments":
        return _paged(asked, [_deployment(number, at) for number, at in _newest(known.times)])
    if asked.path.startswith("/repos/shop/checkout/deployments/"):
        number = int(asked.path.removesuffix("/statuses").rpartition("/")[2]) - 4000
        return _paged(asked, [_status(number, known.times[number])])
    if asked.path == "/search/issues":
        words = dict(word.split(":", 1) for word in asked.asked["q"].split() if ":" in word)
        begin, last = words["merged"].split("..")
        times = [at for at in known.times if seconds(begin) <= at.timestamp() <= seconds(last)]
        return _paged(asked, [_merged(number, at) for number, at in _newest(times)], "items")
    assert asked.path == "/repos/shop/checkout/actions/runs", asked.url
    begin, last = asked.asked["created"].split("..")
    times = [at for at in known.times if seconds(begin) <= at.timestamp() <= seconds(last)]
    return _paged(asked, [_run(number, at) for number, at in _newest(times)], "workflow_runs")


def _newest(times: Sequence[datetime]) -> list[tuple[int, datetime]]:
    return sorted(enumerate(times), key=lambda pair: pair[1], reverse=True)


def _deployment(number: int, at: datetime) -> dict[str, object]:
    url = f"https://api.github.com/repos/shop/checkout/deployments/{number}"
    return {
        "url": url,
        "id": 4000 + number,
        "sha": f"{number:040x}",
        "ref": "main",
        "task": "deploy",
        "payload": {},
        "environment": "production",
        "description": "Checkout 4.17",
        "creator": {"login": "rhea", "id": 7, "type": "User", "site_admin": False},
        "created_at": _plain(at),
        "updated_at": _plain(at),
        "statuses_url": f"{url}/statuses",
        "transient_environment": False,
        "production_environment": True,
    }


def _status(number: int, at: datetime) -> dict[str, object]:
    url = f"https://api.github.com/repos/shop/checkout/deployments/{4000 + number}"
    return {
        "url": f"{url}/statuses/{number}",
        "id": 5000 + number,
        "state": "failure",
        "creator": {"login": "github-actions[bot]", "id": 41, "type": "Bot"},
        "description": "Probe timed out",
        "environment": "production",
        "target_url": "",
        "created_at": _plain(at),
        "updated_at": _plain(at),
        "deployment_url": url,
        "repository_url": "https://api.github.com/repos/shop/checkout",
    }


def _run(number: int, at: datetime) -> dict[str, object]:
    return {
        "id": 9000 + number,
        "name": "Deploy",
        "head_branch": "main",
        "head_sha": f"{number:040x}",
        "display_title": "Pool of connections is smaller",
        "run_number": number,
        "event": "push",
        "status": "completed",
        "conclusion": "failure",
        "workflow_id": 12,
        "html_url": f"https://github.com/shop/checkout/actions/runs/{9000 + number}",
        "created_at": _plain(at),
        "updated_at": _plain(at),
        "run_attempt": 1,
        "run_started_at": _plain(at),
        "head_commit": {"id": f"{number:040x}", "message": "Smaller pool", "timestamp": _plain(at)},
        "repository": {"id": 1, "full_name": "shop/checkout", "private": True},
    }


def _merged(number: int, at: datetime) -> dict[str, object]:
    return {
        "url": f"https://api.github.com/repos/shop/checkout/issues/{number}",
        "id": 70_000 + number,
        "number": number,
        "title": "Pool of connections is smaller",
        "user": {"login": "rhea", "id": 7},
        "labels": [],
        "state": "closed",
        "comments": 2,
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": _plain(at),
        "closed_at": _plain(at),
        "pull_request": {"url": f"https://api.github.com/repos/shop/checkout/pulls/{number}", "merged_at": _plain(at)},
        "body": "We never use more than ten.",
        "score": 1.0,
    }


GITHUB = FarEnd(_github, {"address": BASE, "token": SECRET}, "code_hosting", text="shop/checkout", page=100, each=4)


def _gitlab(known: Known, asked: Request) -> HttpAnswer:
    begin, last = seconds(asked.asked["updated_after"]), seconds(asked.asked["updated_before"])
    times = sorted((at, number) for number, at in enumerate(known.times) if begin <= at.timestamp() <= last)
    base, _, kind = asked.path.rpartition("/")
    assert base == "/api/v4/projects/shop%2Fcheckout", asked.url
    made = {"deployments": _rollout, "pipelines": _pipeline, "merge_requests": _request}[kind]
    return _paged(asked, [made(number, at) for at, number in times])


def _rollout(number: int, at: datetime) -> dict[str, object]:
    return {
        "id": 41 + number,
        "iid": 1 + number,
        "ref": "main",
        "sha": f"{number:040x}",
        "created_at": z(at),
        "updated_at": z(at),
        "status": "success",
        "user": {"id": 1, "name": "Rhea", "username": "rhea", "state": "active"},
        "environment": {"id": 9, "name": "production", "external_url": "https://shop.example"},
        "deployable": {"id": 664, "name": "deploy", "stage": "deploy", "status": "success", "created_at": z(at)},
    }


def _pipeline(number: int, at: datetime) -> dict[str, object]:
    return {
        "id": 470 + number,
        "iid": 12 + number,
        "project_id": 1,
        "sha": f"{number:040x}",
        "ref": "main",
        "status": "failed",
        "source": "push",
        "created_at": z(at),
        "updated_at": z(at),
        "web_url": f"https://gitlab.example/shop/checkout/-/pipelines/{470 + number}",
        "name": "Deploy",
    }


def _request(number: int, at: datetime) -> dict[str, object]:
    return {
        "id": 1 + number,
        "iid": 1 + number,
        "project_id": 1,
        "title": "Pool of connections is smaller",
        "description": "We never use more than ten.",
        "state": "merged",
        "created_at": "2026-01-05T09:00:00.000Z",
        "updated_at": z(at),
        "merged_at": z(at),
        "merge_user": {"id": 1, "name": "Rhea", "username": "rhea"},
        "target_branch": "main",
        "source_branch": "small-pool",
        "author": {"id": 2, "name": "Otto", "username": "otto"},
        "merge_commit_sha": f"{number:040x}",
        "web_url": f"https://gitlab.example/shop/checkout/-/merge_requests/{1 + number}",
    }


GITLAB = FarEnd(
    _gitlab,
    {"address": BASE, "token": SECRET},
    "code_hosting",
    text="shop/checkout",
    page=100,
    each=3,
    proof=frozenset({"private-token"}),
)


def _annotations(known: Known, asked: Request) -> HttpAnswer:
    """Both ends are counted in; the newest first."""
    assert asked.path == "/api/annotations", asked.url
    begin, last, limit = (int(asked.asked[name]) for name in ("from", "to", "limit"))
    rows = [(int(at.timestamp() * 1000), number) for number, at in enumerate(known.times)]
    inside = sorted((row for row in rows if begin <= row[0] <= last), reverse=True)[:limit]
    return answer(
        [
            {
                "id": 1000 + number,
                "alertId": 0,
                "alertName": "",
                "dashboardId": 2,
                "dashboardUID": "jcIIG-07z",
                "panelId": 2,
                "userId": 0,
                "newState": "",
                "prevState": "",
                "created": ms,
                "updated": ms,
                "time": ms,
                "timeEnd": ms,
                "text": "Deployed checkout 4.17",
                "tags": ["deploy"],
                "login": "",
                "email": "",
                "avatarUrl": "",
                "data": {},
            }
            for ms, number in inside
        ]
    )


GRAFANA = FarEnd(_annotations, {"address": BASE, "token": SECRET}, "json", text="deploy", page=1000)
