"""What comes back from Mattermost: a button of a bot's post, or a slash command.

Formats: developers.mattermost.com/integrate/plugins/interactive-messages (the signed token of the page in the context
is the proof), developers.mattermost.com/integrate/slash-commands/custom.
"""

from datetime import datetime

import orjson

from hotwash.ports import payload as read
from hotwash.ports.notifiers import Outside
from hotwash.ports.notifiers.inbound import Heard, Inbound, Kind, NotGenuine, Reply


def hear(inbound: Inbound, outside: Outside, now: datetime) -> Heard:  # noqa: ARG001 - the token is the proof
    told = read.read_object(inbound.body)
    token, verb = read.text(told, "context", "token"), read.text(told, "context", "verb")
    if not token:
        raise NotGenuine
    return Heard(kind=Kind.ANSWER, verb=verb, token=token, room=read.text(told, "channel_id"))


def reply(heard: Heard, words: str) -> Reply:  # noqa: ARG001
    return Reply(200, "application/json", orjson.dumps({"ephemeral_text": words}))
