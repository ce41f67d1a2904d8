"""Many escalations running while workers are killed and the database is restarted; what became of every level.

Also a program (``python -m tests.climbing COUNT SECONDS``): puts the escalations into the database of a data folder.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from signal import SIGINT, SIGKILL

from tests.serving import OURS, ROOT, House, wait_until

MARGIN_SECONDS = 90  # in which the last level must be paged at the latest
LEVELS = """
SELECT r.escalation_id, r.level, r.due_at, r.paged_at, count(p.id)
FROM hotwash_rung r LEFT JOIN hotwash_page p USING (escalation_id, level, round)
WHERE r.round = 1 GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """``escalations`` are due at random within ``seconds``; ``levels`` of a minute each are climbed after that."""

    escalations: int
    seconds: int
    levels: int = 1
    workers: int = 1
    kills: int = 3
    restarts: int = 1
    seed: int = 1

    @property
    def expected(self) -> int:
        return self.escalations * self.levels

    @property
    def length(self) -> int:
        return self.seconds + 60 * (self.levels - 1)


@dataclass(slots=True)
class Outcome:
    """``late`` in seconds, counted from when a level was due or, if that was later, from when a worker worked again."""

    paged: int = 0
    twice: list[tuple[object, ...]] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    outages: list[tuple[float, float]] = field(default_factory=list)


class Workers:
    """The worker of ``hotwash serve``, and further ones beside it."""

    def __init__(self, house: House, more: int) -> None:
        self.house = house
        self.more = [self._start() for _ in range(more)]

    def kill_one(self, dice: random.Random) -> bool:
        """Whether no other one works meanwhile."""
        chosen = dice.randrange(len(self.more) + 1)
        if chosen:
            self.more[chosen - 1].kill()
            self.more[chosen - 1].wait()
            self.more[chosen - 1] = self._start()
        else:
            os.kill(self.house.children()["worker"], SIGKILL)
        return not self.more

    def revive(self) -> None:
        """Those beside end with the database, as under any supervisor they would be started again."""
        self.more = [self._start() if one.poll() is not None else one for one in self.more]

    def end(self) -> None:
        for one in self.more:
            one.kill()
            one.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment |= {"PYTHONPATH": str(ROOT / "src"), "HOTWASH_DATA": str(self.house.data)}
        environment |= {"DATABASE_URL": self.house.dsn}
        with (self.house.data / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "hotwash", "worker"], env=environment, stdout=log, stderr=log
            )


def climb(data: Path, trial: Trial) -> Outcome:
    """Let them climb while things are killed, and look at what was paged when."""
    dice, outcome = random.Random(trial.seed), Outcome()
    mail = data / "mail"
    with House(data, HOTWASH_SMTP_URL=f"file://{mail}") as house:
        workers = Workers(house.ready(), trial.workers - 1)
        try:
            put_in(data, trial)
            began = time.monotonic()
            for at, what in plan_of(trial, dice):
                wait_until(lambda: time.monotonic() - began >= at)  # noqa: B023 - called at once
                hurt(house, workers, what, dice, outcome)
            deadline = trial.length + MARGIN_SECONDS
            wait_until(lambda: paged(house) >= trial.expected, deadline, "every due level is paged")
            judge(house, outcome)
        finally:
            workers.end()
    return outcome


def put_in(data: Path, trial: Trial) -> None:
    environment = {**os.environ, "HOTWASH_DATA": str(data), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    environment = {name: value for name, value in environment.items() if name not in {"DATABASE_URL", "HOTWASH_MODE"}}
    environment["DJANGO_SETTINGS_MODULE"] = "hotwash.site.settings"
    numbers = [str(trial.escalations), str(trial.seconds), str(trial.levels), str(trial.seed)]
    subprocess.run([sys.executable, "-m", "tests.climbing", *numbers], env=environment, check=True, cwd=ROOT)


def plan_of(trial: Trial, dice: random.Random) -> Iterator[tuple[float, str]]:
    """When which blow falls, in order."""
    kills = [(dice.uniform(1, trial.length), "worker") for _ in range(trial.kills)]
    restarts = [(trial.length * (number + 1) / (trial.restarts + 1), "database") for number in range(trial.restarts)]
    yield from sorted(kills + restarts)


def hurt(house: House, workers: Workers, what: str, dice: random.Random, outcome: Outcome) -> None:
    """Kill a worker, or restart the database; an outage lasts until a worker says that it works."""
    said, began = house.printed.count("working"), time.time()
    if what == "worker":
        alone = workers.kill_one(dice)
    else:
        alone = True
        os.kill(house.children()["database"], dice.choice([SIGKILL, SIGINT]))
    if alone:
        house.wait_for("working", said + 1)
        outcome.outages.append((began, time.time()))
    if what == "database":
        workers.revive()


def paged(house: House) -> int:
    return int(str(house.query("SELECT count(*) FROM hotwash_rung WHERE round = 1")[0][0]))


def judge(house: House, outcome: Outcome) -> None:
    for escalation, level, due, at, pages in house.query(LEVELS):
        assert isinstance(due, datetime)
        assert isinstance(at, datetime)
        outcome.paged += 1
        if pages != 1:
            outcome.twice.append((escalation, level, pages))
        wanted, came = due.timestamp(), at.timestamp()
        ready = max([wanted, *(up for down, up in outcome.outages if up > wanted and down <= came)])
        outcome.late.append(max(came - ready, 0.0))


def main(count: int, seconds: int, levels: int, seed: int) -> None:
    from hotwash.cli.django import opened  # noqa: PLC0415 - Django is set up by it

    with opened():
        _make(count, seconds, levels, random.Random(seed))


def _make(count: int, seconds: int, levels: int, dice: random.Random) -> None:
    from django.db import transaction  # noqa: PLC0415

    from hotwash.directory.models import Person  # noqa: PLC0415
    from hotwash.kernel import clock  # noqa: PLC0415
    from hotwash.kernel.outbox import wake  # noqa: PLC0415
    from hotwash.process.queries import current_version  # noqa: PLC0415
    from hotwash.respond.core.oncall.ladder import Level, Plan, Target, plan_to_json  # noqa: PLC0415
    from hotwash.respond.events import EscalationDue  # noqa: PLC0415
    from hotwash.respond.models import Escalation, Incident  # noqa: PLC0415

    now, version = clock.now(), current_version()
    people = [Person.objects.create_user(f"p{number}@example.org", f"Person {number}") for number in range(20)]
    with transaction.atomic():
        incidents = Incident.objects.bulk_create(
            Incident(title=f"Incident {number}", severity="sev1", process_version=version, declared_at=now)
            for number in range(count)
        )
        ladder = [Target("person", person.pk, person.name) for person in people]
        escalations = Escalation.objects.bulk_create(
            Escalation(
                incident=incident,
                plan=plan_to_json(
                    Plan("Web", tuple(Level(1, (dice.choice(ladder),)) for _ in range(levels)), rounds=9)
                ),
                started_at=now,
                due_at=now + timedelta(seconds=dice.uniform(1, seconds)),
            )
            for incident in incidents
        )
        for one in escalations:
            assert one.due_at
            wake(EscalationDue(escalation=one.pk), at=one.due_at)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
