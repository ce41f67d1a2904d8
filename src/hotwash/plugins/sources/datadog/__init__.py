"""Datadog: https://docs.datadoghq.com/integrations/webhooks/ (a template; its default is read too)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal
from hotwash.ports.webhooks import Fields, Webhook, Words, at, tags

SETUP = """\
1. In Datadog open **Integrations → Webhooks → New** and give the webhook a name, for example `hotwash`.
2. Paste this address as **URL**:

   `{address}`

3. Paste this as **Payload**, and leave *Encode as form* off:

   ```json
   {
     "cycle": "$ALERT_CYCLE_KEY",
     "monitor": "$ALERT_ID",
     "scope": "$ALERT_SCOPE",
     "transition": "$ALERT_TRANSITION",
     "title": "$EVENT_TITLE",
     "body": "$TEXT_ONLY_MSG",
     "priority": "$ALERT_PRIORITY",
     "type": "$ALERT_TYPE",
     "hostname": "$HOSTNAME",
     "tags": "$TAGS",
     "link": "$LINK",
     "date": "$DATE",
     "org": "$ORG_NAME"
   }
   ```

4. Name `@webhook-hotwash` in the message of each monitor that shall be heard, outside of any condition: what
   recovers has to come here too.
"""

FIELDS = Fields(
    fingerprint="cycle aggreg_key",
    title="title",
    text="body",
    severity="priority type alert_type",
    state="transition alert_transition",
    starts_at="date",
    ends_at="date last_updated",
    url="link",
    labels={"monitor": "monitor", "scope": "scope", "host": "hostname", "org": "org org.name", "event": "event_type"},
)
WORDS = Words(over=frozenset({"recovered", "success", "ok"}))
#: ``[P1] [Triggered on {host:web-1}] CPU is high``: what Datadog puts before the name of the monitor.
HEAD = re.compile(r"(?:\[(?P<priority>P[1-5])\] ?)?(?:\[(?P<state>[^\]{]+?)(?: on \{(?P<scope>[^}]*)\})?\] ?)?")


class Datadog(Webhook):
    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        """With the empty variables left out, and what stands before the title taken out of it."""
        known = {key: value for key, value in body.items() if not (isinstance(value, str) and _is_empty(value))}
        title = read.text(known, "title")
        test = title.startswith("[TEST]")
        title = title.removeprefix("[TEST]").strip()
        head = HEAD.match(title)
        said = {key: value for key, value in (head.groupdict() if head else {}).items() if value}
        yield {
            "transition": said.get("state", ""),
            **said,
            **known,
            "title": title[head.end() :].strip() if head else title,
            "test": test,
        }

    def signal(self, item: read.Object) -> Signal | None:
        found = super().signal(item)
        if found is None:
            return None
        of_monitor = "/".join(filter(None, (at(item, "monitor"), at(item, "scope"))))
        return replace(
            found,
            fingerprint=at(item, FIELDS.fingerprint) or of_monitor or found.fingerprint,
            labels={**tags(at(item, "tags")), **found.labels},
            test=item.get("test") is True,
        )


def _is_empty(value: str) -> bool:
    """A variable that Datadog did not know or had nothing for."""
    return value.strip() in {"", "null", "None"} or bool(re.fullmatch(r"\$[A-Z_]+", value.strip()))


plugin = Datadog(
    "datadog",
    "Datadog",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=WORDS,
    needs=("title", "transition", "body"),
    hint="Paste the payload of this page in the webhook.",
)
