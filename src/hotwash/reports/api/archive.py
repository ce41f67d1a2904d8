"""The archive and the publish targets, by API."""

from collections.abc import Sequence

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.reports.api.schemas import ArchiveQuery, ChoiceOut, ChoicesOut, DocumentOut, FoundOut, TargetIn, TargetOut
from hotwash.reports.models import ArchivedDocument, PublishTarget
from hotwash.reports.queries import ArchiveFilter, archive_choices, search_archive
from hotwash.reports.steps import TargetSettings, import_document, remove_document, remove_target, save_target
from hotwash.reports.steps.archive import MAX_SIZE

router = Router(tags=["report"])


@router.get("/archive", response={200: FoundOut, **REFUSALS})
def archive(request: HttpRequest, query: Query[ArchiveQuery]) -> FoundOut:
    """Search everything that was published or imported, and every incident: words, "a phrase", -without."""
    wanted = ArchiveFilter(query.q[:400], query.kind, query.service, query.severity, query.category, query.year)
    return FoundOut.from_orm(search_archive(actor_of(request), wanted, page=min(max(query.page, 1), 10_000)))


@router.get("/archive/choices", response={200: ChoicesOut, **REFUSALS})
def choices(request: HttpRequest) -> ChoicesOut:
    """The severities, services, categories and years that the archive can be filtered by."""
    require(actor_of(request), Permission.VIEW)
    offered = archive_choices()
    return ChoicesOut(
        severities=_named(offered.severities),
        services=_named(offered.services),
        categories=_named(offered.categories),
        years=list(offered.years),
    )


def _named(pairs: Sequence[tuple[str, str]]) -> list[ChoiceOut]:
    return [ChoiceOut(key=key, name=name) for key, name in pairs]


@router.post("/archive/documents", response={201: DocumentOut, **REFUSALS})
def take_in(request: HttpRequest, file: File[UploadedFile]) -> Status[ArchivedDocument] | Refused:
    """Import an existing post-mortem: Markdown, HTML, DOCX, wiki text or plain text."""
    content = file.read(MAX_SIZE + 1)
    row = import_document(actor=actor_of(request), name=str(file.name), content=content, now=clock.now())
    return refused(row) if isinstance(row, Refusal) else Status(201, row)


def _document(pk: int) -> ArchivedDocument:
    return existing(ArchivedDocument.objects.filter(pk=pk), f"There is no document {pk} in the archive.")


@router.get("/archive/documents/{document_id}", response={200: DocumentOut, **REFUSALS})
def document(request: HttpRequest, document_id: int) -> ArchivedDocument:
    require(actor_of(request), Permission.VIEW)
    return _document(document_id)


@router.delete("/archive/documents/{document_id}", response={204: None, **REFUSALS})
def forget(request: HttpRequest, document_id: int) -> Status[None]:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    remove_document(actor=actor, document=_document(document_id))
    return Status(204, None)


@router.get("/publish-targets", response={200: list[TargetOut], **REFUSALS})
def targets(request: HttpRequest) -> list[PublishTarget]:
    require(actor_of(request), Permission.MANAGE)
    return list(PublishTarget.objects.all())


def _target(pk: int) -> PublishTarget:
    return existing(PublishTarget.objects.filter(pk=pk), f"There is no publish target {pk}.")


def _wanted(body: TargetIn) -> TargetSettings:
    return TargetSettings(body.name, body.publisher, body.settings, body.active, body.takes_private)


@router.post("/publish-targets", response={201: TargetOut, **REFUSALS})
def add_target(request: HttpRequest, body: TargetIn) -> Status[PublishTarget] | Refused:
    actor = actor_of(request)
    saved = save_target(actor=actor, target=None, wanted=_wanted(body), version=0, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else Status(201, saved)


@router.put("/publish-targets/{target_id}", response={200: TargetOut, **REFUSALS})
def change_target(request: HttpRequest, target_id: int, body: TargetIn) -> PublishTarget | Refused:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    saved = save_target(
        actor=actor, target=_target(target_id), wanted=_wanted(body), version=body.version, now=clock.now()
    )
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.delete("/publish-targets/{target_id}", response={204: None, **REFUSALS})
def drop_target(request: HttpRequest, target_id: int) -> Status[None]:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    remove_target(actor=actor, target=_target(target_id))
    return Status(204, None)
