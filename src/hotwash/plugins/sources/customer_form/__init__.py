"""The public form by which customers report a problem. What it takes in comes here as the JSON that the form makes; a
website of one's own may send the same.
"""

from hotwash.ports.sources import Door, Option
from hotwash.ports.webhooks import Fields, Webhook, Words

SETUP = """\
Give this address to your customers, or link it from your site. Anybody can open it, without an account:

`{address}`

What is sent comes into the inbox like an alert, found by a customer; routing rules decide about it as about any
other. Who sent it gets a secret link that tells what became of it, in the words of the process (its templates
`customer_received`, `customer_looking`, `customer_mitigated`, `customer_resolved` and `customer_closed`; without them,
in plain words of ours), and with the last update of the audience `customers`. Nothing else of an incident is told.
"""

OPTIONS = (
    Option(
        "slug", "Name in the address", "Small letters, digits, hyphens: shop. Empty: the secret, for those you tell."
    ),
    Option("heading", "Heading of the page", default="Report a problem"),
    Option("intro", "Words above the form", "Who reads it, and when it is answered."),
    Option("services", "What it may be about", "Choices, separated by commas. Empty: it is not asked."),
)
FIELDS = Fields(
    fingerprint="id",
    title="title",
    text="text",
    state="state",
    starts_at="since",
    ends_at="ended",
    url="url",
    labels={"service": "service", "customer": "name", "contact": "email", "attachments": "attachments"},
)


class CustomerForm(Webhook):
    pass


plugin = CustomerForm(
    "customer_form",
    "Customer form",
    "customer",
    SETUP,
    OPTIONS,
    Door.PAGE,
    fields=FIELDS,
    words=Words(over=frozenset({"over"})),
    needs=("title",),
)
