"""The document of Ansible's ``ansible.posix.json`` callback, written once at the end."""

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.fields import Item, get, text_at
from hotwash.ports.reading.objects import JsonFormat, as_list


def tasks(document: object) -> list[object]:
    return [task for play in as_list(get(document, "plays")) for task in as_list(get(play, "tasks"))]


def describe(item: Item) -> Detail:
    hosts = item.get("hosts")
    results = hosts if isinstance(hosts, dict) else {}
    bad = [
        name
        for name, result in results.items()
        if isinstance(result, dict) and (result.get("failed") or result.get("unreachable"))
    ]
    changed = [name for name, result in results.items() if isinstance(result, dict) and result.get("changed")]
    kind = "failed" if bad else "changed" if changed else "ok"
    text = f"{kind} [{text_at(item, 'task.name')}] {', '.join(bad or changed or results)}"
    return Detail(text, Level.ERROR if bad else None, f"ansible.{kind}", {"name": text_at(item, "task.name")})


plugin = JsonFormat(
    "ansible.json", "Ansible run as one JSON document", has=("task", "hosts"),
    time=("task.duration.start",), describe=describe, expand=tasks, score=0.97,
)  # fmt: skip
