"""The embedded database under kill -9."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from hotwash.kernel.postgres import EmbeddedPostgres
from hotwash.kernel.postgres.cluster import alive
from tests.kernel.postgres.others import Others, ask, owns
from tests.serving import wait_until


def server_pid(server: EmbeddedPostgres) -> int:
    found = server.cluster.postmaster()
    assert found
    return found[0]


def test_when_its_owner_is_killed_the_server_ends_cleanly(
    server: EmbeddedPostgres, open_folder: Path, others: Others
) -> None:
    owner = others(open_folder)
    assert owns(owner)
    ask(server, "CREATE TABLE kept AS SELECT 7 AS value")
    pid = server_pid(server)
    owner.kill()
    owner.wait()
    wait_until(lambda: not alive(pid))
    assert "database system is shut down" in server.cluster.log.read_text()
    with server:
        assert ask(server, "SELECT value FROM kept") == 7


def test_a_start_right_after_the_owner_was_killed_gets_a_server(
    server: EmbeddedPostgres, open_folder: Path, others: Others
) -> None:
    owner = others(open_folder)
    assert owns(owner)
    owner.kill()
    owner.wait()
    server.start()
    assert (server.owned, ask(server, "SELECT 1")) == (True, 1)


def test_a_killed_server_recovers_what_was_committed(server: EmbeddedPostgres) -> None:
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS value")
    busy = psycopg.connect(server.dsn, autocommit=True)
    os.kill(server_pid(server), signal.SIGKILL)
    wait_until(server.died)
    server.restart()
    assert ask(server, "SELECT value FROM kept") == 7
    with pytest.raises(psycopg.OperationalError):
        busy.execute("SELECT 1")
    busy.close()


def test_a_killed_server_that_is_not_collected_yet_is_no_hindrance(server: EmbeddedPostgres) -> None:
    """Its parent may be gone too, and the machine's first process takes its time: the process id is still taken."""
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS value")
    pid = server_pid(server)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not alive(pid))
    os.kill(pid, 0)  # taken: nobody asked how it ended
    dead = server._process
    server.restart()
    assert dead is not None
    assert dead.wait() == -signal.SIGKILL
    assert ask(server, "SELECT value FROM kept") == 7


def test_one_who_joined_takes_over_after_the_owner_was_killed(
    server: EmbeddedPostgres, open_folder: Path, others: Others
) -> None:
    owner = others(open_folder)
    assert owns(owner)
    server.start()
    owner.kill()
    owner.wait()
    server.stop()
    server.start()
    assert (server.owned, ask(server, "SELECT 1")) == (True, 1)
