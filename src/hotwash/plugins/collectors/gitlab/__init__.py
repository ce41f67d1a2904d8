"""GitLab: deployments, pipelines, and merge requests that were merged, of each project.

Merge requests are asked for by when they changed last, since merged ones can be asked for by time only in newer
releases; those that were merged outside the window do not count, but stay in the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hotwash.ports.collectors import Ask, Option, Outside, Query
from hotwash.ports.collectors.hosting import Hosting, Listing

ADDRESS = Option("address", "Address", default="https://gitlab.com")
TOKEN = Option("token", "Token", "Of a person, project or group, with the scope read_api.", secret=True)
BASE = "/api/v4/projects/{coded}"
ASKED = {
    "updated_after": "{begin}",
    "updated_before": "{last}",
    "order_by": "updated_at",
    "sort": "asc",
    "per_page": "{size}",
}


@dataclass(frozen=True, kw_only=True)
class GitLab(Hosting):
    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask, outside
        token = query.setting(TOKEN)
        return {"private-token": token} if token else {}


plugin = GitLab(
    key="gitlab",
    title="GitLab",
    about="Deployments, pipelines, merged requests: what changed before the trouble.",
    options=(ADDRESS, TOKEN),
    query_help="Projects, one on each line: group/name, or the number.",
    least=timedelta(milliseconds=1),
    lists=(
        Listing(kind="deployments", path=f"{BASE}/deployments", asked=ASKED),
        Listing(kind="pipelines", path=f"{BASE}/pipelines", asked=ASKED),
        Listing(kind="merges", path=f"{BASE}/merge_requests", asked={**ASKED, "state": "merged"}, time="merged_at"),
    ),
)
