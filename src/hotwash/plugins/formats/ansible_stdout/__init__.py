"""What ``ansible-playbook`` prints (default, yaml, profile_tasks and timestamp callbacks)."""

import re

from hotwash.ports.formats import Level
from hotwash.ports.reading.marks import MarkFormat, mark

_ITEM = r"(?: => \(item=(?P<item>.*?)\)| \(item=(?P<item2>.*?)\))?"
_HOST = r"\[(?P<host>[^\]\s]+)(?: -> [^\]]+)?\]"

plugin = MarkFormat(
    "ansible.stdout",
    "Ansible run, as printed",
    marks=(
        mark(r"PLAY RECAP", "ansible.recap", aside=True, more=True),
        mark(r"PLAY(?: \[(?P<name>.*?)\])?.*\*{3,}", "ansible.play"),
        mark(r"(?:TASK|RUNNING HANDLER|HANDLER|NOTIFIED)[: ]*\[(?P<name>.*)\].*\*{2,}", "ansible.task"),
        mark(rf"fatal: {_HOST}: UNREACHABLE!(?P<message>.*)", "ansible.unreachable", Level.CRITICAL, more=True),
        mark(rf"(?:fatal|failed|\[ERROR\]): {_HOST}{_ITEM}(?::|\s*=>| \|)", "ansible.failed", Level.ERROR, more=True),
        mark(rf"changed: {_HOST}{_ITEM}", "ansible.changed", more=True),
        mark(rf"ok: {_HOST}{_ITEM}", "ansible.ok", more=True),
        mark(rf"(?:skipping|included|rescued|ignored): {_HOST}{_ITEM}", "ansible.skipped", more=True),
        mark(r"(?P<host>\S+) \| UNREACHABLE! =>", "ansible.unreachable", Level.CRITICAL, more=True),
        mark(r"(?P<host>\S+) \| FAILED!?(?: \| rc=\d+)? (?:=>|>>)", "ansible.failed", Level.ERROR, more=True),
        mark(r"(?P<host>\S+) \| CHANGED(?: \| rc=\d+)? (?:=>|>>)", "ansible.changed", more=True),
        mark(r"(?P<host>\S+) \| SUCCESS(?: \| rc=\d+)? (?:=>|>>)", "ansible.ok", more=True),
        mark(r"ERROR! (?P<message>.+)", "ansible.error", Level.ERROR, aside=True, more=True),
        mark(r"\.\.\.ignoring", "ansible.ignored", aside=True),
    ),
    signs=(
        re.compile(r"(?m)^PLAY (?:\[.*?\] |RECAP )\*{3,}"),
        re.compile(r"(?m)^(?:TASK|RUNNING HANDLER)[: ]*\[.*\].*\*{3,}"),
        re.compile(r"(?m)^\S+ \| (?:SUCCESS|CHANGED|FAILED!?|UNREACHABLE!)(?: \| rc=\d+)? (?:=>|>>)"),
        re.compile(r"(?m)^(?:fatal|ok|changed|failed|skipping): \[[^\]]+\]"),
    ),
    hint=re.compile(
        r"\*\*\*|\| (?:SUCCESS|CHANGED|FAILED!?|UNREACHABLE!)(?: \| rc=\d+)? [=>]|(?:fatal|ok|changed|failed|skipping): \["
    ),
    ends=re.compile(r"^(?:PLAY|TASK|NO MORE HOSTS|to retry|=====)"),
    under=re.compile(
        r"^\S+ \d{1,2} \S+ \d{4} +\d\d:\d\d:\d\d [+-]\d{4} .*\*{3,}\s*$|^\S+ \d\d \S+ \d{4} +\d\d:\d\d:\d\d.*\(\d+:\d\d:\d\d"
    ),
)
