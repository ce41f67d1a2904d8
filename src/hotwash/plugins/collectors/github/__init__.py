"""GitHub: deployments and how each of them went, runs of workflows, and pull requests that were merged.

Deployments take no times; events around the window stay in the answer. What became of a deployment stands in its
statuses, which are asked for one by one. Pull requests come from the search, which knows
when they were merged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hotwash.ports.collectors import Ask, Option, Outside, Query
from hotwash.ports.collectors.declared import TOKEN, authorization
from hotwash.ports.collectors.hosting import Hosting, Listing

API = Option(
    "address", "Address of the API", "Of GitHub Enterprise: https://…/api/v3.", default="https://api.github.com"
)
SEARCH = "repo:{name} is:pr is:merged merged:{begin}..{last}"


@dataclass(frozen=True, kw_only=True)
class GitHub(Hosting):
    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask, outside
        told = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        return authorization(query) | told


plugin = GitHub(
    key="github",
    title="GitHub",
    about="Deployments with their states, runs of workflows, merged pull requests: what changed before the trouble.",
    options=(API, TOKEN),
    query_help="Repositories, one on each line: owner/name.",
    least=timedelta(microseconds=1),
    lists=(
        Listing(
            kind="deployments",
            path="/repos/{name}/deployments",
            asked={"per_page": "{size}"},
            time="created_at",
            newest_first=True,
            each=Listing(
                kind="statuses",
                path="/repos/{name}/deployments/{id}/statuses",
                asked={"per_page": "{size}"},
                time="created_at",
            ),
        ),
        Listing(
            kind="runs",
            path="/repos/{name}/actions/runs",
            asked={"created": "{begin}..{last}", "per_page": "{size}"},
            rows="workflow_runs",
        ),
        Listing(kind="merges", path="/search/issues", asked={"q": SEARCH, "per_page": "{size}"}, rows="items"),
    ),
)
