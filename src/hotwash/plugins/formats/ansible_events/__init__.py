"""Ansible events as JSON lines: the ``ansible.posix.jsonl`` callback and the job events of ansible-runner and AWX.

ansible-runner writes ``created`` in UTC without saying so.
"""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, first_text, text_at
from hotwash.ports.reading.objects import JsonFormat

_KINDS = {
    "playbook_on_start": "command", "playbook_on_play_start": "play", "playbook_on_task_start": "task",
    "playbook_on_handler_task_start": "task", "runner_on_ok": "ok", "runner_on_failed": "failed",
    "runner_on_unreachable": "unreachable", "runner_on_skipped": "skipped", "runner_item_on_failed": "failed",
    "runner_item_on_ok": "ok", "playbook_on_stats": "recap",
}  # fmt: skip
_LEVELS = {"failed": Level.ERROR, "unreachable": Level.CRITICAL}


def describe(item: Item) -> Detail:
    event = first_text(item, "_event", "event").removeprefix("v2_")
    kind = _KINDS.get(event, "log")
    if kind == "ok" and '"changed": true' in str(item).lower().replace("'", '"'):
        kind = "changed"
    task = first_text(item, "task.name", "event_data.task", "play.name", "event_data.play", "event_data.name")
    host = first_text(item, "event_data.host", "event_data.remote_addr")
    if not host and isinstance(hosts := item.get("hosts"), dict):
        host = ", ".join(hosts)
    said = first_text(item, "event_data.res.msg", "stdout").strip()
    text = " ".join(part for part in (kind, task and f"[{task}]", host, said and f": {said}") if part)
    return Detail(
        text,
        _LEVELS.get(kind),
        f"ansible.{kind}",
        {"host": host, "name": task, "user": text_at(item, "event_data.remote_user")},
    )


plugin = JsonFormat(
    "ansible.events",
    "Ansible events (jsonl, ansible-runner, AWX)",
    has=("_event|event", "_timestamp|created"),
    time=("_timestamp", "created"),
    describe=describe,
    test=lambda item: "_event" in item or "event_data" in item or "counter" in item,
    zone=0,
    score=0.97,
)
