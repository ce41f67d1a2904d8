"""An Ansible run: plays, what failed where, hosts that were not reached, what changed, and the recap by host."""

import re
from dataclasses import dataclass, field

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.moments.moment import Moment, kept
from hotwash.ports.formats import Record

MOST = 400
SHOWN_HOSTS = 6
SHOWN_CHANGES = 12
_HOST = re.compile(r"\[([^\]\s]+)(?: -> [^\]]+)?\]")
_NAME = re.compile(r"\[(.*)\]")
_RECAP = re.compile(r"(?m)^(\S+)\s*: ok=\d+.*?unreachable=(\d+)\s+failed=(\d+)")


@dataclass(slots=True)
class _Task:
    """What one task did of one kind (failed, unreachable, changed): the first record and the hosts."""

    first: Record
    name: str
    hosts: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, host: str) -> None:
        self.count += 1
        if host and host not in self.hosts and len(self.hosts) < SHOWN_HOSTS:
            self.hosts.append(host)


@dataclass(slots=True)
class AnsibleRuns:
    _found: list[Moment] = field(default_factory=list)
    _tasks: dict[tuple[str, int], _Task] = field(default_factory=dict)
    _number: int = 0  # of the task that runs
    _name: str = ""
    _last: tuple[str, int] | None = None
    _recap: Record | None = None
    _bad: dict[str, str] = field(default_factory=dict)

    def feed(self, record: Record) -> None:
        what = record.kind.partition(".")[2]
        if what == "task":
            self._number += 1
            named = _NAME.search(record.text)
            self._name = record.fields.get("name") or (named[1] if named else "")
        elif what in {"failed", "unreachable", "changed"}:
            self._result(record, what)
        elif what == "ignored" and self._last:
            self._ignore()
        elif what == "recap_host":
            self._read_recap(record.text)
        elif what in {"play", "recap", "command", "error"}:
            self._mark(record, what)

    def _result(self, record: Record, what: str) -> None:
        key = (what, self._number)
        name = record.fields.get("name") or self._name
        task = self._tasks.get(key)
        if task is None or (name and task.name != name):
            if len(self._tasks) >= MOST:
                return
            if task is not None:
                self._number += 1
                key = (what, self._number)
            task = self._tasks[key] = _Task(kept(record), name)
        host = record.fields.get("host") or (match[1] if (match := _HOST.search(record.text)) else "")
        task.add(host)
        self._last = key

    def _ignore(self) -> None:
        """The task was told to go on after a failure: it is no failure."""
        if self._last and self._last[0] == "failed":
            self._tasks.pop(self._last, None)
        self._last = None

    def _mark(self, record: Record, what: str) -> None:
        if what == "play":
            self._close()
        elif what == "recap":
            self._close()
            self._recap = kept(record)
            self._read_recap(record.text)
            return
        score, why = judge(record)
        if score and len(self._found) < MOST:
            self._found.append(Moment(kept(record), score, why, record.kind))

    def _read_recap(self, text: str) -> None:
        for host, unreachable, failed in _RECAP.findall(text):
            self._bad.setdefault(host, "")
            if int(failed) or int(unreachable):
                self._bad[host] = "unreachable" if int(unreachable) else "failed"

    def _close(self) -> None:
        """The recap of the run before is complete when something else begins."""
        if self._recap is None:
            return
        bad = [host for host, state in self._bad.items() if state]
        why = "how the Ansible run ended, by host"
        if bad:
            why += f"; {len(bad)} of {len(self._bad)} hosts failed or were not reached: {', '.join(bad[:SHOWN_HOSTS])}"
        score = 0.78 if bad else 0.72 if not self._bad else 0.6
        if len(self._found) < MOST:
            self._found.append(Moment(self._recap, score, why, "ansible.recap"))
        self._recap = None
        self._bad.clear()

    def moments(self) -> list[Moment]:
        self._close()
        results = [moment for (what, _), task in self._tasks.items() for moment in _told(what, task)]
        changes = [one for one in results if one.kind == "ansible.changed"]
        shown = sorted(changes, key=lambda one: -one.like)[:SHOWN_CHANGES]
        return [*self._found, *(one for one in results if one.kind != "ansible.changed"), *shown]


def _told(what: str, task: _Task) -> list[Moment]:
    """One moment for what a task did to all its hosts."""
    score, why = judge(task.first)
    more = task.count - 1
    if more:
        rest = "" if task.count <= len(task.hosts) else " and more"
        why += f" on {task.count} hosts: {', '.join(task.hosts)}{rest}"
    return [Moment(task.first, score, why, f"ansible.{what}", more)]
