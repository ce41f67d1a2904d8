"""Reading a bundle, a zip or a folder, for `hotwash verify`: piece by piece, nothing written, nothing held."""

import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO

from hotwash.evidence.core.bag import DECLARATION, climbs
from hotwash.evidence.core.custody import ZipMember, zip_problems
from hotwash.reports.core.bundle import SUMS
from hotwash.reports.core.whole import Member, problems_of


def is_bundle(folder: Path) -> bool:
    return (folder / SUMS).exists() or (folder / DECLARATION).exists()


def bundle_problems(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from _links(path)
        yield from problems_of(_in_folder(path))
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        msg = f"the zip is cut off or damaged ({error}); get it again."
        raise ValueError(msg) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        listed = [ZipMember(info.filename, info.file_size, info.compress_size) for info in infos]
        told = list(zip_problems(listed, path.stat().st_size))
        yield from told
        if not told:
            yield from (f"{one.name} leads out of the bundle." for one in listed if climbs(one.name))
            yield from problems_of(
                {info.filename: Member(info.file_size, partial(archive.open, info)) for info in infos}
            )


def _in_folder(path: Path) -> dict[str, Member]:
    files = [found for found in path.rglob("*") if found.is_file() and not found.is_symlink()]
    return {one.relative_to(path).as_posix(): Member(one.stat().st_size, partial(_file, one)) for one in files}


def _file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _links(path: Path) -> Iterator[str]:
    for found in path.rglob("*"):
        if found.is_symlink():
            yield f"{found.relative_to(path).as_posix()} is a link: what it points to is not part of the bundle."
