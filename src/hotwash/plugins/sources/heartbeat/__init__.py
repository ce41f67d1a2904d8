"""A job that reports that it ran: our own protocol, an address that is asked for. Being silent is the alarm."""

from collections.abc import Mapping

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.sources import Door, Plugin, Signal, SignalState

SETUP = """\
Ask for this address at the end of the job, by GET, HEAD or POST:

```sh
backup.sh && curl -fsS -m 10 --retry 5 {address}
```

Then say below how often it is expected. When it is not heard in time, an alert comes that goes through your rules like
any other (`alertname=SourceSilent`); it is over when the job is heard again. A job can also say that it has failed:

```sh
curl -fsS -m 10 -H 'Content-Type: application/json' -d '{"status": "failed", "message": "exit status 2"}' {address}
```
"""

FAILED = frozenset({"failed", "failure", "fail", "down", "error", "critical"})
WELL = frozenset({"up", "ok", "success", "succeeded", "done"})


class HeartbeatSource(Plugin):
    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:  # noqa: ARG002
        body = read.read_object(payload)
        status = read.text(body, "status").casefold()
        if status not in FAILED | WELL:
            msg = "A heartbeat says nothing at all, or a “status”: up, or failed with a “message”."
            raise PluginError(msg, retry=False)
        return [
            Signal(
                fingerprint="failed",
                title=read.text(body, "title") or "The job reports that it failed",
                text=read.text(body, "message"),
                labels={"alertname": "JobFailed"},
                state=SignalState.FIRING if status in FAILED else SignalState.RESOLVED,
                raw=body,
            )
        ]


plugin = HeartbeatSource("heartbeat", "A job's heartbeat", "monitoring", SETUP, door=Door.PING)
