"""Who is who: chats have ids where a file beside them, of the same export, has the names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hotwash.evidence.core.recognise import candidates
from hotwash.ports.formats import Body, Directory, Format, Named

HINTS = frozenset({"users.json", "realm.json", "org_users.json"})  # what an offline command looks into beforehand
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.zst")
LARGEST_TAR = 64 << 20  # bytes; a tar has no list of what is in it, so a larger one is not gone through twice


def is_hint(name: str) -> bool:
    """Whether a file may tell who is who, by its name; whether it does its content decides."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].lower() in HINTS


def may_hold(name: str, size: int) -> bool:
    """Whether an archive is looked into for such a file before it is read."""
    lower = name.lower()
    return lower.endswith(_ARCHIVES) and (lower.endswith(".zip") or size <= LARGEST_TAR)


def directories(formats: Iterable[Format]) -> Iterator[str]:
    """The keys of the formats that tell who is who."""
    return (form.key for form in formats if isinstance(form, Directory))


def named(formats: Iterable[Format]) -> Iterator[str]:
    """The keys of the formats that have ids for people."""
    return (form.key for form in formats if isinstance(form, Named) and form.takes_names)


def people_in(body: Body, formats: Iterable[Format]) -> Mapping[str, str]:
    """Names by id; nothing where the body is something else."""
    found = [] if body.empty else candidates(body.sample, formats)
    form = found[0].format if found else None
    return form.people(body) if isinstance(form, Directory) else {}


@dataclass(frozen=True, slots=True)
class Known:
    """The people that one file knows; ``folder`` is where it lies, ``place`` the archive it came in."""

    names: Mapping[str, str]
    folder: str = ""
    place: str = ""

    @property
    def anywhere(self) -> Mapping[str, str]:
        """Without those whose ids are mere numbers: these count in one export only."""
        return {number: name for number, name in self.names.items() if not number.isdecimal()}


def folder_of(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[0]


def beside(name: str, known: Iterable[Known]) -> dict[str, str]:
    """The names for a file: of those that lie in its folder or above it."""
    folders = [one for one in known if not one.folder or name.replace("\\", "/").startswith(f"{one.folder}/")]
    return {number: called for one in folders for number, called in one.names.items()}


def of_place(place: str, known: Iterable[Known]) -> dict[str, str]:
    """The names for a file out of an archive: all out of the same one, and of the others where that is safe."""
    return {
        number: called
        for one in known
        for number, called in (one.names if one.place == place else one.anywhere).items()
    }
