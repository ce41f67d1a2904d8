import os
import shutil
import stat
from pathlib import Path

import pytest

from hotwash.kernel.postgres import EmbeddedPostgres, places
from hotwash.kernel.postgres.places import NoPlace

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="is about what root does")


def test_the_setting_wins(open_folder: Path) -> None:
    assert places.data_folder({"HOTWASH_DATA": str(open_folder)}) == open_folder


@pytest.mark.skipif(os.geteuid() == 0, reason="root has a system folder")
def test_a_user_has_the_folder_of_their_own_data() -> None:
    assert places.data_folder({"XDG_DATA_HOME": "/home/ada/data"}) == Path("/home/ada/data/hotwash")


def test_a_folder_below_a_closed_one_is_not_passable(open_folder: Path) -> None:
    closed = open_folder / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    assert [places.passable(open_folder / "not" / "yet"), places.passable(closed / "inner")] == [True, False]


@root_only
def test_below_a_closed_home_the_database_goes_elsewhere_and_no_permission_changes(open_folder: Path) -> None:
    home = open_folder / "home"
    data = home / "clone" / "data"
    data.mkdir(parents=True)
    home.chmod(0o700)
    before = {path: path.stat().st_mode for path in (data, *data.parents)}
    server = EmbeddedPostgres(data, durable=False)
    with server:
        folder = server.cluster.folder
        assert not folder.is_relative_to(home)
        assert (data / "postgres").resolve() == folder
    assert {path: path.stat().st_mode for path in before} == before
    home.chmod(0o711)
    assert EmbeddedPostgres(data).cluster.folder == folder  # the choice holds
    shutil.rmtree(folder)


@root_only
def test_the_server_does_not_run_as_root_and_cannot_write_where_root_writes(open_folder: Path) -> None:
    server = EmbeddedPostgres(open_folder, durable=False)
    with server:
        found = server.cluster.postmaster()
        assert found
        assert Path(f"/proc/{found[0]}").stat().st_uid != 0
    assert server.cluster.folder.stat().st_uid == 0
    assert server.cluster.data.stat().st_uid == places.account_of(server.cluster.folder).uid != 0


def test_a_socket_folder_that_is_a_trap_is_refused(open_folder: Path) -> None:
    (open_folder / "real").mkdir()
    (open_folder / "socket").symlink_to(open_folder / "real")
    account = places.Account(os.geteuid(), os.getegid())
    with pytest.raises(NoPlace, match="not private"):
        places.private_folder(open_folder / "socket", account)


def test_a_folder_that_cannot_be_written_is_told_with_the_way_out() -> None:
    with pytest.raises(NoPlace, match=r"Can't write to /proc/nowhere .*Set HOTWASH_DATA"):
        places.prepare(Path("/proc/nowhere"))


def test_a_private_folder_is_private(open_folder: Path) -> None:
    account = places.Account(os.geteuid(), os.getegid())
    places.private_folder(open_folder / "socket", account)
    places.private_folder(open_folder / "socket", account)
    assert stat.S_IMODE((open_folder / "socket").stat().st_mode) == 0o700
