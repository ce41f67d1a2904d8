"""Azure: the activity log of a subscription, by the management API, paged by its own links.

Who asks: a client of Microsoft Entra (tenant, client and secret; one POST gives a token), or a token that is at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Outside, Query, get
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.paging import by_link
from hotwash.ports.collectors.slicing import iso
from hotwash.ports.collectors.tokens import token_of

SUBSCRIPTION = Option("subscription", "Subscription", "Its id.", required=True)
TENANT = Option("tenant", "Tenant", "Its id, where a client secret is given.")
CLIENT = Option("client", "Client", "The application id of somebody who may only read.")
CLIENT_SECRET = Option("client_secret", "Client secret", secret=True)
TOKEN = Option("token", "Access token", "Instead of a client secret; it lasts an hour.", secret=True)
ADDRESS = Option("address", "Address", default="https://management.azure.com")
LOGIN = Option("login", "Address of the sign-in", default="https://login.microsoftonline.com")
_LEAST = timedelta(microseconds=1)  # the end is counted in


@dataclass(frozen=True, kw_only=True)
class AzureActivity(HttpCollector):
    key: str = "azure_activity"
    title: str = "Azure activity log"
    about: str = "Who changed what in a subscription, and the health of its services."
    options: tuple[Option, ...] = (SUBSCRIPTION, TENANT, CLIENT, CLIENT_SECRET, TOKEN, ADDRESS, LOGIN)
    query_help: str = "One more condition, such as resourceGroupName eq 'shop'; empty: everything."

    def asks(self, query: Query) -> tuple[Ask, ...]:
        subscription = self.needed(query, SUBSCRIPTION)
        if not subscription.replace("-", "").isalnum():
            msg = "The id of a subscription has letters, digits and hyphens only."
            raise PluginError(msg, retry=False)
        begin, last = iso(query.window.begin), iso(query.window.end - _LEAST)
        condition = f"eventTimestamp ge '{begin}' and eventTimestamp le '{last}'"
        if query.text.strip():
            condition += f" and {query.text.strip()}"
        path = f"/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values"
        asked = {"api-version": "2015-04-01", "$filter": condition}
        return (get("activity", self.address(query, ADDRESS), path, asked),)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer, query
        return len(listed(found, self.title, "value")), by_link(ask, read.text(found, "nextLink"))

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask
        token = query.setting(TOKEN)
        if not token:
            form = {
                "grant_type": "client_credentials",
                "client_id": self.needed(query, CLIENT),
                "client_secret": self.needed(query, CLIENT_SECRET),
                "scope": f"{self.address(query, ADDRESS)}/.default",
            }
            sign_in = f"{self.address(query, LOGIN)}/{self.needed(query, TENANT)}/oauth2/v2.0/token"
            token = token_of(sign_in, form, self.title, outside, self.secrets(query))
        return {"authorization": f"Bearer {token}"}


plugin = AzureActivity()
