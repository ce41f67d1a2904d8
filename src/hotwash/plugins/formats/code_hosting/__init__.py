"""Answers of the APIs of GitHub and GitLab: deployments, runs and pipelines, requests that were merged.

A request counts when it was merged; everything else when it was made.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, get
from hotwash.ports.reading.objects import JsonFormat, listed

_BAD = {"failure", "failed", "error", "timed_out", "startup_failure", "canceled", "cancelled"}


def _is_one(item: Item) -> bool:
    if "object_kind" in item or "repository.full_name" in item or isinstance(get(item, "pull_request.state"), str):
        return False  # the body of a webhook
    made = ("pull_request.merged_at", "workflow_id", "statuses_url", "deployment_url")
    return any(get(item, path) is not None for path in made) or ("iid" in item and "status" in item) or _merged(item)


def _merged(item: Item) -> bool:
    return "iid" in item and "merged_at" in item


def describe(item: Item) -> Detail:
    name = first_text(item, "title", "display_title", "description", "environment.name", "ref")
    state = first_text(item, "conclusion", "status", "state")
    level = Level.ERROR if state.lower() in _BAD else None
    if _merged(item) or get(item, "pull_request.merged_at"):
        return Detail(f"merged: {name}", level, "deploy.commit", {"by": first_text(item, "merge_user.username")})
    place = first_text(item, "environment.name", "environment", "name", "head_branch", "ref")
    what = "deployment" if "environment" in item else "pipeline"
    words = [what, place, state, name if name != place else ""]
    return Detail(
        " ".join(word for word in words if word), level, "deploy.state", {"sha": first_text(item, "sha", "head_sha")}
    )


plugin = JsonFormat(
    "code_hosting", "Answer of GitHub or GitLab", has=("created_at",), time=("merged_at", "pull_request.merged_at", "created_at"),
    describe=describe, expand=listed("workflow_runs", "items"), score=0.97, test=_is_one,
)  # fmt: skip
