"""Reading the process: which document holds for whom."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from django.db.models import Count

from hotwash.kernel.core.errors import BrokenContract
from hotwash.kernel.core.refusal import Refusal
from hotwash.process.core.document import ProcessDocument, parse
from hotwash.process.models import ProcessVersion, StageMark


class RunsUnderProcess(Protocol):
    """An incident, as far as the process is concerned."""

    @property
    def process_version(self) -> ProcessVersion: ...


def default_text() -> str:
    """The document that Hotwash ships, as YAML."""
    return files("hotwash.process").joinpath("default.yaml").read_text("utf-8")


def current_version() -> ProcessVersion:
    """The version under which the next incident begins; the first is made when the database is set up."""
    version = ProcessVersion.objects.order_by("-number").first()
    if version is None:
        msg = "There is no process yet: the database was not set up. Run `hotwash migrate`."
        raise BrokenContract(msg)
    return version


def current_document() -> ProcessDocument:
    return document_of(current_version())


def document_of(version: ProcessVersion) -> ProcessDocument:
    return _parsed(version.text)


def document_for(incident: RunsUnderProcess) -> ProcessDocument:
    """The document that an incident began with."""
    return _parsed(incident.process_version.text)


@lru_cache(maxsize=32)
def _parsed(text: str) -> ProcessDocument:
    """Versions never change, so one that was read is kept, by its text."""
    document = parse(text)
    if isinstance(document, Refusal):
        msg = f"A stored version of the process can't be read: {document}"
        raise BrokenContract(msg)
    return document


def finished_stages(incident_id: int) -> frozenset[str]:
    """Keys of the stages of an incident that were called done."""
    return frozenset(StageMark.objects.filter(incident_id=incident_id).values_list("stage", flat=True))


def stages_done(incident_ids: Collection[int]) -> Mapping[int, int]:
    """How many stages of each incident were called done; one that is left out has none."""
    marks = StageMark.objects.filter(incident_id__in=incident_ids).values("incident_id")
    return dict(marks.annotate(count=Count("pk")).values_list("incident_id", "count"))
