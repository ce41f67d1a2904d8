import os
import shutil
from pathlib import Path

import pytest

from hotwash.kernel.postgres import AlreadyRunning, DatabaseFailure, EmbeddedPostgres
from tests.kernel.postgres.others import Others, ask, owns


def test_answers_on_a_socket_alone_with_checksums_and_unicode(server: EmbeddedPostgres) -> None:
    server.start()
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SHOW data_checksums") == "on"
    assert ask(server, "SELECT lower('ÄÉ')") == "äé"
    assert ask(server, "SHOW timezone") == "UTC"


def test_a_second_start_finds_the_data(server: EmbeddedPostgres) -> None:
    with server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS value")
    assert not server.running()
    with server:
        assert ask(server, "SELECT value FROM kept") == 7


def test_the_socket_and_the_data_are_private(server: EmbeddedPostgres) -> None:
    server.start()
    private = ("data", "socket", "postgres.log", "lock")
    assert [(server.cluster.folder / name).stat().st_mode & 0o077 for name in private] == [0, 0, 0, 0]


def test_a_long_path_gets_a_short_socket(open_folder: Path) -> None:
    server = EmbeddedPostgres(open_folder / ("long" * 30), durable=False)
    with server:
        assert ask(server, "SELECT 1") == 1
        sockets = server.cluster.sockets
    assert sockets.parent == Path("/tmp")
    sockets.rmdir()


def test_a_second_start_joins_the_first(server: EmbeddedPostgres, open_folder: Path, others: Others) -> None:
    server.start()
    second = others(open_folder)
    assert (server.owned, owns(second)) == (True, False)
    second.communicate("")
    assert ask(server, "SELECT 1") == 1


def test_a_short_owner_waits_for_those_who_joined(server: EmbeddedPostgres, open_folder: Path, others: Others) -> None:
    first = others(open_folder)
    assert owns(first)
    joined = EmbeddedPostgres(open_folder, durable=False)
    joined.start()
    assert first.stdin
    first.stdin.close()
    assert ask(joined, "SELECT 1") == 1
    joined.stop()
    assert first.wait(timeout=20) == 0
    assert not joined.running()


def test_a_long_owner_is_named_to_the_second(open_folder: Path, server: EmbeddedPostgres, others: Others) -> None:
    first = others(open_folder, "process 12 at http://127.0.0.1:8000")
    assert owns(first)
    with pytest.raises(AlreadyRunning, match=r"process 12 at http://127\.0\.0\.1:8000"):
        server.own("me")
    first.communicate("")
    server.own("me")
    assert server.owned


def test_two_starts_at_once_make_one_server(open_folder: Path, others: Others) -> None:
    both = [others(open_folder), others(open_folder)]
    assert sorted(owns(process) for process in both) == [False, True]
    for process in both:
        assert process.stdin
        process.stdin.close()
    assert [process.wait(timeout=20) for process in both] == [0, 0]


def test_a_stale_file_with_a_reused_process_id_does_not_stop_the_start(server: EmbeddedPostgres) -> None:
    with server:
        pass
    pid_file = server.cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.cluster.data}\n1\n5432\n\n\n\nready\n")
    assert not server.running()
    with server:
        assert ask(server, "SELECT 1") == 1


def test_a_half_made_database_is_made_again(server: EmbeddedPostgres) -> None:
    shutil.rmtree(server.cluster.data)
    half = server.cluster.folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with server:
        assert ask(server, "SELECT 1") == 1


def test_a_database_of_another_version_is_refused_with_the_way_out(server: EmbeddedPostgres) -> None:
    with server:
        pass
    (server.cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseFailure, match=r"made by PostgreSQL 12.*hotwash backup"):
        server.start()


def test_a_broken_setting_is_told_with_the_end_of_the_log(server: EmbeddedPostgres) -> None:
    with server:
        pass
    with (server.cluster.data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(DatabaseFailure, match="no_such_setting"):
        server.start()
    assert not server.owned
