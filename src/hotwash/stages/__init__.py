"""The seven stages in order. Drives navigation, urls, gates, the documentation test and the import contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Stage:
    """``key`` is its name in urls and in the process document, ``package`` its folder, ``verb`` what is done in it."""

    number: int
    key: str
    package: str
    verb: str

    def module(self, name: str) -> ModuleType | None:
        """A module of the stage, or None where the stage does not need it."""
        path = f"hotwash.{self.package}.{name}"
        return import_module(path) if find_spec(path) else None


STAGES = (
    Stage(1, "respond", "respond", "Respond"),
    Stage(2, "team", "team", "Assemble"),
    Stage(3, "evidence", "evidence", "Collect"),
    Stage(4, "analysis", "analysis", "Analyse"),
    Stage(5, "actions", "actions", "Act"),
    Stage(6, "report", "reports", "Share"),
    Stage(7, "improve", "improve", "Improve"),
)


def stage(key: str) -> Stage | None:
    return next((found for found in STAGES if found.key == key), None)


def template_folders() -> Iterator[Path]:
    """A bend of Django's habit: templates live in their stage, not in one app."""
    here = Path(__file__).parent.parent
    for package in ("site", "directory", "process", *(stage.package for stage in STAGES)):
        yield here / package / "templates"
