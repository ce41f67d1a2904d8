"""What comes back from Slack.

Formats: docs.slack.dev/authentication/verifying-requests-from-slack, docs.slack.dev/interactivity (block actions),
docs.slack.dev/interactivity/implementing-slash-commands, docs.slack.dev/reference/events/url_verification.
"""

from datetime import datetime
from urllib.parse import parse_qs

import orjson

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read
from hotwash.ports.notifiers import Outside
from hotwash.ports.notifiers.inbound import Heard, Inbound, Kind, NotGenuine, Reply, hmac_hex, is_fresh, same
from hotwash.ports.payload import Object

VERBS = {"hotwash_acknowledge": "acknowledge", "hotwash_decline": "decline"}
NOTHING = Heard(kind=Kind.NOTHING)


def hear(inbound: Inbound, outside: Outside, now: datetime) -> Heard:
    stamp = inbound.headers.get("x-slack-request-timestamp", "")
    secret = outside.settings.get("slack_signing_secret", "")
    expected = f"v0={hmac_hex(secret, f'v0:{stamp}:'.encode() + inbound.body)}" if secret else ""
    if not is_fresh(stamp, now) or not same(inbound.headers.get("x-slack-signature", ""), expected):
        raise NotGenuine
    if "json" in inbound.headers.get("content-type", ""):
        return _event(read.read_object(inbound.body))
    form = {name: values[0] for name, values in parse_qs(inbound.body.decode("utf-8", "replace")).items()}
    if "payload" in form:
        return _pressed(read.read_object(form["payload"].encode()), form["payload"])
    if "command" in form:
        return Heard(
            kind=Kind.COMMAND,
            by=form.get("user_id", ""),
            name=form.get("trigger_id", ""),
            text=form.get("text", ""),
            room=form.get("channel_id", ""),
        )
    raise PluginError("This is neither a button, a command nor an event of Slack.", retry=False)


def reply(heard: Heard, words: str) -> Reply:
    if heard.handshake:
        return Reply(200, body=heard.handshake.encode())
    if not words:
        return Reply(200)
    said = {"response_type": "ephemeral", "text": words}
    return Reply(200, "application/json", orjson.dumps(said))


def _pressed(told: Object, raw: str) -> Heard:
    action = next(read.objects(told, "actions"), {})
    verb = VERBS.get(read.text(action, "action_id"), "")
    if not verb:
        return NOTHING
    return Heard(
        kind=Kind.ANSWER,
        by=read.text(told, "user", "id"),
        name=read.text(told, "trigger_id") or read.text(action, "action_ts") or raw[:100],
        verb=verb,
        token=read.text(action, "value"),
        room=read.text(told, "channel", "id"),
        answer_at=read.text(told, "response_url"),
    )


def _event(told: Object) -> Heard:
    if read.text(told, "type") == "url_verification":
        return Heard(kind=Kind.NOTHING, handshake=read.text(told, "challenge"))
    return NOTHING
