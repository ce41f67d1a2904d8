"""Publishing, and what was published: the frozen page, its files, where it went."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock, storage
from hotwash.kernel.core.chain import chain_name
from hotwash.kernel.core.log_lines import to_json
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.eventlog import line_of
from hotwash.kernel.models import Event
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.reports.core.bundle import SUMS
from hotwash.reports.core.completeness import completeness
from hotwash.reports.core.compose import compose
from hotwash.reports.core.publication import article_of
from hotwash.reports.core.render.html import to_article
from hotwash.reports.core.states import ReportState
from hotwash.reports.forms import CommentForm, PublishForm
from hotwash.reports.models import Publication, PublicationDelivery, PublishTarget
from hotwash.reports.queries import comments_of, get_publication, get_report, plans_for, published_values
from hotwash.reports.steps import publish, retry_delivery
from hotwash.reports.views.posted import posted

KINDS = {"html": "text/html", "md": "text/markdown", "pdf": "application/pdf", "zip": "application/zip"}


@require_http_methods(["GET", "POST"])
@login_required
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The report as readers will get it, what it still lacks, and the button that publishes it."""
    actor = actor_of(request)
    report = get_report(actor, reference)
    require(actor, Permission.EDIT, report.incident)
    form = PublishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = publish(actor=actor, report=report, note=form.cleaned_data["note"], now=clock.now())
        if not isinstance(made, Refusal):
            messages.success(request, f"Revision {made.number} is published.")
            return redirect("publication", reference, made.number)
        add_reasons(form, made)
    values = published_values(report)
    article = to_article(compose(values, plans_for(report.incident)))
    context = {
        "incident": report.incident,
        "report": report,
        "form": form,
        "article": mark_safe(article),  # noqa: S308 - made by the renderer, which escapes
        "gaps": completeness(values),
        "last": report.publications.defer("html", "markdown").first(),
        "targets": PublishTarget.objects.filter(active=True),
        "is_approved": report.state in {ReportState.APPROVED, ReportState.PUBLISHED},
    }
    return render(request, "reports/publish.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A revision as it was published; below it what was said about it since."""
    actor = actor_of(request)
    publication = get_publication(actor, reference, number)
    incident = publication.report.incident
    newest = publication.report.publications.defer("html", "markdown").first()
    context = {
        "incident": incident,
        "publication": publication,
        "newest": newest,
        "article": mark_safe(article_of(publication.html)),  # noqa: S308 - made by the renderer, which escapes
        "deliveries": publication.deliveries.select_related("target"),
        "revisions": publication.report.publications.defer("html", "markdown").select_related("published_by"),
        "comments": comments_of(incident),
        "comment_form": CommentForm(auto_id=False),
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "may_comment": allowed(actor, Permission.COMMENT, incident),
        "me": actor.person_id,
    }
    return render(request, "reports/publication.html", context)


@require_safe
@login_required
def download(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """One of the files of a revision. HTML comes as a file, so that its own style sheet is obeyed when it is opened."""
    if kind not in KINDS:
        raise Http404
    publication = get_publication(actor_of(request), reference, number)
    name = f"{publication.slug}-r{publication.number}.{kind}"
    charset = "; charset=utf-8" if KINDS[kind].startswith("text/") else ""
    place = "inline" if kind == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(_content(publication, kind), content_type=KINDS[kind] + charset, headers=headers)


def _content(publication: Publication, kind: str) -> bytes:
    if kind == "html":
        return publication.html.encode()
    if kind == "md":
        return publication.markdown.encode()
    if kind == "pdf":
        with storage.open_blob(publication.pdf_sha256) as stream:
            return stream.read()
    return _bundle(publication)


def _bundle(publication: Publication) -> bytes:
    """All files of a revision with the incident's event log; ``hotwash verify`` checks it."""
    made = io.BytesIO()
    files = dict(_members(publication))
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, SUMS: sums.encode()}.items():
            info = zipfile.ZipInfo(name, publication.published_at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


def _members(publication: Publication) -> Iterator[tuple[str, bytes]]:
    yield "report.html", publication.html.encode()
    yield "report.md", publication.markdown.encode()
    yield "report.pdf", _content(publication, "pdf")
    for name, svg in publication.pictures.items():
        yield name, svg.encode()
    rows = Event.objects.filter(chain=chain_name(publication.report.incident_id)).order_by("number")
    yield "events.jsonl", "".join(f"{to_json(line_of(row), row.hash)}\n" for row in rows.iterator()).encode()


@require_POST
@login_required
def retry(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    actor = actor_of(request)
    publication = get_publication(actor, reference, number)
    rows = PublicationDelivery.objects.select_related("publication__report__incident", "target")
    delivery = get_object_or_404(rows, pk=pk, publication=publication)
    done = retry_delivery(actor=actor, delivery=delivery, now=clock.now())
    if isinstance(done, Refusal):
        messages.error(request, str(done))
    else:
        messages.success(request, f"“{delivery.target.name}” is tried again.")
    return redirect("publication", reference, number)
