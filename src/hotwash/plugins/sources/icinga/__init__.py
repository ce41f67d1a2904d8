"""Icinga and Nagios, by a notification command: fields of a form, because a shell quotes them safely.

https://icinga.com/docs/icinga-2/latest/doc/03-monitoring-basics/#notification-commands,
https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/macrolist.html
"""

from collections.abc import Iterator, Mapping

from hotwash.ports import payload as read
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
**Icinga 2.** Paste this in `conf.d/hotwash.conf`, then use the command in your notifications for hosts and services
(`apply Notification … { command = "hotwash" … }`, with a user that has the states and types *Problem* and *Recovery*):

```text
object NotificationCommand "hotwash" {
  command = [ "curl", "--silent", "--show-error", "--fail", "--max-time", "10", "{address}" ]
  arguments += {
    "--data-urlencode" = {
      repeat_key = true
      value = [
        "type=$notification.type$", "host=$host.name$", "address=$address$", "host_state=$host.state$",
        "service=$service.name$", "service_state=$service.state$", "output=$host.output$",
        "service_output=$service.output$", "since=$host.last_state_change$",
        "service_since=$service.last_state_change$", "comment=$notification.comment$", "author=$notification.author$"
      ]
    }
  }
}
```

**Nagios.** Paste this in `commands.cfg`, and give the command to a contact as *service_notification_commands* and
*host_notification_commands*:

```text
define command {
  command_name hotwash
  command_line /usr/bin/curl -sS --fail --max-time 10 {address} \\
    --data-urlencode "type=$NOTIFICATIONTYPE$" --data-urlencode "host=$HOSTNAME$" \\
    --data-urlencode "address=$HOSTADDRESS$" --data-urlencode "host_state=$HOSTSTATE$" \\
    --data-urlencode "service=$SERVICEDESC$" --data-urlencode "service_state=$SERVICESTATE$" \\
    --data-urlencode "output=$HOSTOUTPUT$" --data-urlencode "service_output=$SERVICEOUTPUT$" \\
    --data-urlencode "since=$LASTHOSTSTATECHANGE$" --data-urlencode "service_since=$LASTSERVICESTATECHANGE$"
}
```
"""

FIELDS = Fields(
    fingerprint="fingerprint",
    title="title",
    text="said",
    severity="state",
    state="type",
    starts_at="changed",
    ends_at="changed",
    url="url",
    labels={"host": "host", "service": "service", "address": "address", "state": "state"},
)
#: An acknowledgement, a comment, a downtime and the end of flapping are no news about a problem.
WORDS = Words(over=frozenset({"recovery"}), firing=frozenset({"problem", "flappingstart", "flapping start"}))


class Icinga(Webhook):
    def body(self, payload: bytes) -> read.Object:
        return read.read_fields(payload)

    def items(self, body: read.Object, options: Mapping[str, str]) -> Iterator[read.Object]:  # noqa: ARG002
        """With the macros left out that had nothing to stand for (``$SERVICEDESC$`` in a host's notification)."""
        known = {key: "" if _is_macro(value) else value for key, value in body.items()}
        service, host = at(known, "service"), at(known, "host")
        mine = "service_" if service else "host_"
        state = at(known, f"{mine}state state")
        yield {
            **known,
            "fingerprint": f"{host}!{service}" if service else host,
            "title": f"{service} on {host} is {state}" if service else f"{host} is {state}",
            "said": at(known, "service_output output" if service else "output") or at(known, "comment"),
            "state": state,
            "changed": read.pick(known, "service_since" if service else "since"),
        }


def _is_macro(value: read.Json) -> bool:
    return isinstance(value, str) and len(value) > 1 and value.startswith("$") and value.endswith("$")


plugin = Icinga(
    "icinga",
    "Icinga or Nagios",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=WORDS,
    needs=("host",),
    hint="Paste the command of this page.",
)
