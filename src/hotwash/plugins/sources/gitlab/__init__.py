"""GitLab: pipelines and deployments that fail, and incidents, with what ends them.

https://docs.gitlab.com/user/project/integrations/webhook_events/ (the token comes in X-Gitlab-Token)
"""

from collections.abc import Callable, Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.signing import check_token
from hotwash.ports.sources import Option
from hotwash.ports.webhooks import Fields, Webhook, Words, at, is_watched

SETUP = """\
1. In the project, or the group, open **Settings → Webhooks → Add new webhook**.
2. Paste this address as **URL**:

   `{address}`

3. Make up a **Secret token**, and paste it below too.
4. Choose the triggers **Pipeline events** and **Deployment events**, and **Issues events** where you use GitLab's
   incidents or alerts (an alert becomes an incident by *Settings → Monitor → Alerts → Create an incident*).

A failed pipeline or deployment is an alert; the next one that succeeds on the same branch, or in the same
environment, resolves it.
"""

OPTIONS = (
    Option("signing_secret", "Secret token", "Empty: not checked.", secret=True),
    Option("branches", "Branches", "Separated by commas; * for all. Empty: the project's default branch."),
)
FIELDS = Fields(
    fingerprint="fingerprint",
    title="title",
    text="text",
    severity="severity",
    state="state",
    starts_at="starts_at",
    ends_at="ends_at",
    url="url",
    labels={
        "project": "project",
        "branch": "branch",
        "environment": "environment",
        "stage": "stage",
        "commit": "commit",
        "author": "author",
    },
)
#: What runs, waits, was skipped or cancelled is no news; nor is an edit.
WORDS = Words(
    over=frozenset({"success", "close"}),
    firing=frozenset({"failed", "open", "reopen"}),
)


class GitLab(Webhook):
    def check(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> None:  # noqa: ARG002
        check_token(headers.get("x-gitlab-token", ""), options.get("signing_secret", ""))

    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:
        kind = at(body, "object_kind")
        found = READERS.get(kind)
        if found is None or (kind == "pipeline" and not _is_watched(body, options)):
            return
        about = {"project": at(body, "project.path_with_namespace"), "author": at(body, "user.username")}
        yield {**about, **found(body)}


def _is_watched(body: read.Object, options: Mapping[str, str]) -> bool:
    branch, default = at(body, "object_attributes.ref"), at(body, "project.default_branch")
    of_request = at(body, "object_attributes.source") == "merge_request_event"
    wanted = options.get("branches", "")
    return is_watched(branch, default, wanted) and (not of_request or bool(wanted.strip()))


def _pipeline(body: read.Object) -> dict[str, read.Json]:
    branch, project = at(body, "object_attributes.ref"), at(body, "project.path_with_namespace")
    failed = [job for job in read.objects(body, "builds") if at(job, "status") == "failed"]
    jobs = ", ".join(at(job, "name") for job in failed)
    number = at(body, "object_attributes.id")
    return {
        "fingerprint": f"pipeline:{at(body, 'project.id')}:{branch}",
        "title": f"Pipeline fails on {branch} of {project}",
        "text": f"Failed: {jobs}" if jobs else at(body, "commit.title commit.message"),
        "state": at(body, "object_attributes.status"),
        "starts_at": read.pick(body, "object_attributes", "finished_at"),
        "ends_at": read.pick(body, "object_attributes", "finished_at"),
        "url": at(body, "object_attributes.url") or f"{at(body, 'project.web_url')}/-/pipelines/{number}",
        "branch": branch,
        "stage": at(failed[0], "stage") if failed else "",
        "commit": at(body, "object_attributes.sha"),
    }


def _deployment(body: read.Object) -> dict[str, read.Json]:
    environment, project = at(body, "environment"), at(body, "project.path_with_namespace")
    return {
        "fingerprint": f"deployment:{at(body, 'project.id')}:{environment}",
        "title": f"Deployment of {project} to {environment} failed",
        "text": at(body, "commit_title"),
        "state": at(body, "status"),
        "starts_at": read.pick(body, "status_changed_at"),
        "ends_at": read.pick(body, "status_changed_at"),
        "url": at(body, "deployable_url project.web_url"),
        "branch": at(body, "ref"),
        "environment": environment,
        "commit": at(body, "short_sha"),
    }


def _issue(body: read.Object) -> dict[str, read.Json]:
    """An incident of GitLab's own; an issue of another type says nothing about a problem."""
    is_incident = at(body, "object_attributes.type").lower() == "incident"
    return {
        "fingerprint": f"incident:{at(body, 'object_attributes.id')}",
        "title": at(body, "object_attributes.title"),
        "text": at(body, "object_attributes.description"),
        "severity": at(body, "object_attributes.severity"),
        "state": at(body, "object_attributes.action") if is_incident else "none",
        "starts_at": read.pick(body, "object_attributes", "created_at"),
        "ends_at": read.pick(body, "object_attributes", "closed_at"),
        "url": at(body, "object_attributes.url"),
    }


READERS: Mapping[str, Callable[[read.Object], dict[str, read.Json]]] = {
    "pipeline": _pipeline,
    "deployment": _deployment,
    "issue": _issue,
    "work_item": _issue,
    "incident": _issue,
}
plugin = GitLab("gitlab", "GitLab", "monitoring", SETUP, OPTIONS, fields=FIELDS, words=WORDS, needs=("object_kind",))
