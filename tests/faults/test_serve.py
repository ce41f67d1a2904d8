"""``hotwash serve`` as people run it, under Ctrl-C and kill -9."""

import http.client
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.serving import House, all_gone, wait_until

ALERT = b'{"version": "4", "status": "firing", "alerts": []}'


def post(port: int, times: int = 1) -> list[int]:
    """Send alerts over one connection; the numbers of the acknowledged deliveries."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        return [post_one(line) for _ in range(times)]


def post_one(line: http.client.HTTPConnection) -> int:
    line.request("POST", "/in/alertmanager/xyzzy", ALERT, {"content-type": "application/json"})
    answer = line.getresponse()
    body = answer.read().decode()
    assert answer.status == 202, body
    return int(body.removeprefix('{"delivery":').removesuffix("}"))


def test_ctrl_c_ends_everything_and_the_next_start_finds_the_data(data: Path) -> None:
    with House(data) as first:
        first.ready()
        [number] = post(first.port)
        children = first.children()
        assert sorted(children) == ["database", "web", "worker"]
        assert first.interrupt() == 0
        assert all_gone(list(children.values()))
    with House(data) as second:
        second.ready(times=2)
        assert second.query(f"SELECT count(*) FROM hotwash_delivery WHERE id = {number}") == [(1,)]


def test_ctrl_c_also_ends_the_making_of_the_example(data: Path) -> None:
    with House(data, 0, "--demo") as first:
        children = first.in_the_middle_of_the_demo()
        assert first.interrupt() == 0
        assert all_gone(list(children.values()))
    with House(data, 0, "--demo") as second:
        second.wait_for("The worked example is there")


def test_when_the_supervisor_is_killed_the_making_of_the_example_ends_too(data: Path) -> None:
    first = House(data, 0, "--demo")
    first.in_the_middle_of_the_demo()
    left = first.kill()
    wait_until(lambda: all_gone(left))


def test_a_second_start_says_where_the_first_one_answers(data: Path) -> None:
    with House(data) as first:
        first.ready()
        second = House(data)
        assert second.process.wait(timeout=30) == 1
        assert (
            f"already runs with this data: http://127.0.0.1:{first.port} (process {first.process.pid})" in first.printed
        )
        assert len(post(first.port)) == 1


def test_when_the_supervisor_is_killed_nothing_stays_behind_and_nothing_acknowledged_is_lost(data: Path) -> None:
    first = House(data).ready()
    acknowledged = post(first.port, times=50)
    left = first.kill()
    with House(data) as second:
        second.ready(times=2)
        wait_until(lambda: all_gone(left))
        stored = {row[0] for row in second.query("SELECT id FROM hotwash_delivery")}
        assert set(acknowledged) <= stored


def test_each_part_that_is_killed_comes_back(data: Path) -> None:
    with House(data) as running:
        running.ready()
        port = running.port
        for round_number, name in enumerate(("worker", "web", "database"), start=2):
            before = running.children()
            os.kill(before[name], signal.SIGKILL)
            wait_until(lambda: comes_back(running, name, before[name]))  # noqa: B023 - called at once
            if name != "web":
                running.ready(times=round_number if name == "worker" else round_number - 1)
            assert post_when_possible(port) > 0


def comes_back(running: House, name: str, old: int) -> bool:
    return running.children().get(name, old) != old


def post_when_possible(port: int) -> int:
    numbers: list[int] = []

    def done() -> bool:
        try:
            numbers.extend(post(port))
        except (AssertionError, OSError):
            return False
        return True

    wait_until(done)
    return numbers[0]


def test_a_job_of_a_killed_worker_is_done_by_the_next(data: Path) -> None:
    with House(data) as running:
        running.ready()
        worker = running.children()["worker"]
        os.kill(worker, signal.SIGSTOP)  # so that the job below is surely taken and not done
        running.query(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour';"
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)"
            " SELECT 'flow', 'hotwash.wake', '{\"type\": \"nothing.follows\", \"payload\": {}}', 'doing', 1, max(id)"
            " FROM procrastinate_workers"
        )
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: running.query("SELECT count(*) FROM procrastinate_jobs") == [(0,)])  # done ones are removed


def test_a_taken_port_is_told_with_the_way_out(data: Path) -> None:
    with House(data) as first:
        first.ready()
        other = data / "other"
        environment = {**os.environ, "HOTWASH_DATA": str(other)}
        environment.pop("DATABASE_URL", None)
        told = subprocess.run(
            [sys.executable, "-m", "hotwash", "serve", "--port", str(first.port)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert told.returncode == 1
    assert "choose another: --port 8001" in told.stdout
