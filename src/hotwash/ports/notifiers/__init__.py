"""Notifiers: how a message reaches somebody. A plugin gets values, delivers once, and says whether to try again."""

from hotwash.ports.notifiers.contract import (
    Answering,
    Attachment,
    Message,
    Need,
    Notifier,
    Outside,
    Plugin,
    Sent,
    need,
)

__all__ = ["Answering", "Attachment", "Message", "Need", "Notifier", "Outside", "Plugin", "Sent", "need"]
