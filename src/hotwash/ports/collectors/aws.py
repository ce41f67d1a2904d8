"""Amazon Web Services: one POST for each page, named by a header, signed, paged by a token of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.asks import Ask, post
from hotwash.ports.collectors.contract import Option, Outside, Query
from hotwash.ports.collectors.declared import HttpCollector
from hotwash.ports.collectors.paging import by_token
from hotwash.ports.collectors.roles import Role, assumed
from hotwash.ports.collectors.signing import Keys, signed

REGION = Option("region", "Region", "Such as eu-central-1.", required=True)
ACCESS = Option("access_key", "Access key", "Of somebody who may only read this.", required=True)
SECRET = Option("secret_key", "Secret key", secret=True, required=True)
SESSION = Option("session_token", "Session token", "Of temporary keys only.", secret=True)
ENDPOINT = Option("endpoint", "Address", "Empty: that of the region. For an endpoint of one's own, or a test server.")
_MEANT = (
    (("Throttl", "TooManyRequests", "LimitExceeded", "ServiceUnavailable"), 429),
    (("UnrecognizedClient", "InvalidSignature", "AccessDenied", "ExpiredToken", "MissingAuthentication"), 403),
    (("InvalidClientTokenId", "SignatureDoesNotMatch", "IncompleteSignature", "NotAuthorized"), 403),
)
ROLE = Option("role", "Role", "Its ARN, where these keys are to assume one: arn:aws:iam::123456789012:role/…")
EXTERNAL = Option("external_id", "External id", "Where the role asks for one.")
STS = Option("sts_endpoint", "Address of STS", "Empty: that of the region.")
OPTIONS = (REGION, ACCESS, SECRET, SESSION, ROLE, EXTERNAL, ENDPOINT, STS)


@dataclass(frozen=True, kw_only=True)
class AwsCollector(HttpCollector):
    """``operation`` is the value of X-Amz-Target, ``version`` that of its JSON protocol. ``rows`` names the list of an
    answer, ``turning`` the field for its next page, the same in question and answer.
    """

    service: str
    operation: str
    rows: str
    turning: str
    version: str = "1.1"
    options: tuple[Option, ...] = OPTIONS

    def ask(self, query: Query, series: str, fields: Mapping[str, read.Json]) -> Ask:
        role = self._role(query)
        if role is not None:
            role.ask()  # a name that cannot be one is told before
        asked = post(series, self._endpoint(query), "/", fields)
        told = {"content-type": f"application/x-amz-json-{self.version}", "x-amz-target": self.operation}
        return replace(asked, headers=told)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer, query
        rows = listed(found, self.title, self.rows)
        return len(rows), by_token(ask, read.text(found, self.turning), self.turning)

    def judged(self, answer: HttpAnswer) -> HttpAnswer:
        """AWS says 400 also where it is busy or does not know who asks; the kind of error tells them apart."""
        if answer.status != 400:
            return answer
        try:
            found = read.read_json(answer.body)
        except PluginError:
            return answer
        kind = read.text(found, "__type").rpartition("#")[2]
        status = next((status for words, status in _MEANT if any(word in kind for word in words)), 400)
        return replace(answer, status=status)

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        keys = Keys(self.needed(query, ACCESS), self.needed(query, SECRET), query.setting(SESSION))
        role = self._role(query)
        if role is not None:
            keys = assumed(role, keys, outside)
        return signed(ask, keys, self._region(query), self.service, outside.now)

    def _role(self, query: Query) -> Role | None:
        if not query.setting(ROLE):
            return None
        address = self.address(query, STS) if query.setting(STS) else self._of_region(query, "sts")
        return Role(query.setting(ROLE), query.setting(EXTERNAL), address, self._region(query))

    def _endpoint(self, query: Query) -> str:
        return self.address(query, ENDPOINT) if query.setting(ENDPOINT) else self._of_region(query, self.service)

    def _of_region(self, query: Query, service: str) -> str:
        region = self._region(query)
        place = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        return f"https://{service}.{region}.{place}"

    def _region(self, query: Query) -> str:
        region = self.needed(query, REGION)
        if not region.replace("-", "").isalnum():
            msg = f"“{region[:40]}” is no region. It looks like eu-central-1."
            raise PluginError(msg, retry=False)
        return region
