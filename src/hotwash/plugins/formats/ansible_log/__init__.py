"""The file of Ansible's ``log_path``: stamped by the clock of the control node, which writes no zone."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.stamps import Found

_HEAD = re.compile(r" p=(?P<pid>\d+) u=(?P<user>\S*)(?: n=\S+)?(?: (?P<level>[A-Z]+))?\s?\|\s*(?P<text>.*)", re.DOTALL)
_KINDS = (
    (re.compile(r"PLAY RECAP"), "ansible.recap", None),
    (re.compile(r"PLAY(?: \[|:)"), "ansible.play", None),
    (re.compile(r"(?:TASK|RUNNING HANDLER)"), "ansible.task", None),
    (re.compile(r"fatal: .*UNREACHABLE"), "ansible.unreachable", Level.CRITICAL),
    (re.compile(r"(?:fatal|failed): \["), "ansible.failed", Level.ERROR),
    (re.compile(r"changed: \["), "ansible.changed", None),
    (re.compile(r"ok: \["), "ansible.ok", None),
    (re.compile(r"(?:skipping|included): "), "ansible.skipped", None),
    (re.compile(r"ERROR!|ERROR:"), "ansible.error", Level.ERROR),
    (re.compile(r"\S+\s*: ok=\d+\s+changed="), "ansible.recap_host", None),
    (re.compile(r"\S*ansible(?:-playbook)? .*\.ya?ml"), "ansible.command", None),
)  # fmt: skip


def describe(text: str, found: Found) -> Detail:
    match = _HEAD.match(text, found.end)
    if not match:
        return Detail(text[found.end :].strip())
    words = match["text"].strip().rstrip("*").rstrip()
    kind, level = next(((kind, level) for sign, kind, level in _KINDS if sign.match(words)), ("log", None))
    return Detail(words, level or level_of(match["level"]), kind, {"pid": match["pid"], "user": match["user"]})


plugin = LineFormat(
    "ansible.log_path",
    "Ansible log file (log_path)",
    re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} p=\d+ u="),
    score=1.0,
    describe=describe,
)
