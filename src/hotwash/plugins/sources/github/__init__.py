"""GitHub: workflow runs and deployments that fail, and the success that ends it.

https://docs.github.com/webhooks/webhook-events-and-payloads (signature: X-Hub-Signature-256)
"""

from collections.abc import Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.signing import SIGNING_SECRET, check_signature
from hotwash.ports.sources import Option
from hotwash.ports.webhooks import Fields, Webhook, Words, at, is_watched

SETUP = """\
1. In the repository, or the organisation, open **Settings → Webhooks → Add webhook**.
2. Paste this address as **Payload URL**, with the content type **application/json**:

   `{address}`

3. Make up a **Secret**, and paste it below as the signing secret too.
4. Choose **Let me select individual events**: *Workflow runs* and *Deployment statuses*, nothing else.

A failed run or deployment is an alert; the next one that succeeds for the same workflow and branch, or the same
environment, resolves it.
"""

OPTIONS = (
    SIGNING_SECRET,
    Option("branches", "Branches", "Separated by commas; * for all. Empty: the repository's default branch."),
)
FIELDS = Fields(
    fingerprint="fingerprint",
    title="title",
    text="text",
    state="state",
    starts_at="at",
    ends_at="at",
    url="url",
    labels={
        "repository": "repository",
        "branch": "branch",
        "workflow": "workflow",
        "environment": "environment",
        "commit": "commit",
        "actor": "actor",
    },
)
#: What is queued, waits, was skipped or cancelled is no news.
WORDS = Words(
    over=frozenset({"success"}),
    firing=frozenset({"failure", "error", "timed_out", "startup_failure"}),
)


class GitHub(Webhook):
    def check(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> None:
        given = [headers.get("x-hub-signature-256", "")]
        check_signature(payload, given, options.get("signing_secret", ""), prefix="sha256=")

    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:
        about = {"repository": at(body, "repository.full_name"), "actor": at(body, "sender.login")}
        run = body.get("workflow_run")
        if isinstance(run, dict) and at(body, "action") == "completed":
            branch = at(run, "head_branch")
            if is_watched(branch, at(body, "repository.default_branch"), options.get("branches", "")):
                yield {**about, **_run(body, run, branch)}
        elif isinstance(body.get("deployment_status"), dict):
            yield {**about, **_deployment(body)}


def _run(body: read.Object, run: read.Object, branch: str) -> dict[str, read.Json]:
    name, repository = at(run, "name") or at(body, "workflow.name"), at(body, "repository.full_name")
    return {
        "fingerprint": f"run:{at(body, 'repository.id')}:{at(run, 'workflow_id') or name}:{branch}",
        "title": f"{name} fails on {branch} of {repository}",
        "text": at(run, "display_title head_commit.message"),
        "state": at(run, "conclusion"),
        "at": read.pick(run, "updated_at"),
        "url": at(run, "html_url"),
        "branch": branch,
        "workflow": name,
        "commit": at(run, "head_sha"),
    }


def _deployment(body: read.Object) -> dict[str, read.Json]:
    environment = at(body, "deployment_status.environment deployment.environment")
    repository = at(body, "repository.full_name")
    return {
        "fingerprint": f"deployment:{at(body, 'repository.id')}:{environment}",
        "title": f"Deployment of {repository} to {environment} failed",
        "text": at(body, "deployment_status.description deployment.description"),
        "state": at(body, "deployment_status.state"),
        "at": read.pick(body, "deployment_status", "created_at"),
        "url": at(body, "deployment_status.log_url deployment_status.target_url repository.html_url"),
        "branch": at(body, "deployment.ref"),
        "environment": environment,
        "commit": at(body, "deployment.sha"),
    }


plugin = GitHub(
    "github",
    "GitHub",
    "monitoring",
    SETUP,
    OPTIONS,
    fields=FIELDS,
    words=WORDS,
    needs=("repository", "hook", "organization"),
    hint="Choose the content type application/json.",
)
