"""What the page of a report is made of: its parts as they read now, and what is asked about each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from hotwash.analysis.core.language import Context, Finding, check
from hotwash.evidence.models import Entry
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.reports.core.completeness import Advice, Published, completeness
from hotwash.reports.core.compose import section_of
from hotwash.reports.core.document import Block, Section, Statements, Table, Timeline
from hotwash.reports.core.publication import fingerprint
from hotwash.reports.core.render.html import block_html
from hotwash.reports.core.states import ReportState, Verdict
from hotwash.reports.core.template import SectionPlan
from hotwash.reports.forms import CommentForm
from hotwash.reports.models import Comment, Publication, Report, SectionText
from hotwash.reports.queries import (
    comments_of,
    may_review,
    plans_for,
    published_values,
    report_of,
    report_values,
    touched_since,
)
from hotwash.respond.models import Incident

SHOWN = 200  # entries on the page; a publication has all
RECOMMENDING = frozenset({"actions", "lessons", "follow_up"})


@dataclass(frozen=True, slots=True)
class Part:
    """One section on the page. ``body`` is its safe HTML; ``targets`` are the references that can be commented on."""

    plan: SectionPlan
    text: SectionText | None
    body: SafeString
    is_empty: bool
    advice: Sequence[Advice]
    findings: Sequence[Finding]
    comments: Sequence[Comment]
    targets: Sequence[str]

    @property
    def version(self) -> int:
        return self.text.version if self.text else 0

    @property
    def open_comments(self) -> int:
        return sum(1 for comment in self.comments if comment.resolved_at is None)


def parts_of(incident: Incident, report: Report, *, may_edit: bool) -> list[Part]:
    values = report_values(incident, report, most=SHOWN)
    entries = Entry.objects.filter(incident=incident, deleted_at=None).count() if len(values.entries) == SHOWN else 0
    texts = {section.key: section for section in report.sections.all()}
    advice = completeness(values, _published(report)) if may_edit else ()
    comments = comments_of(incident)
    placed: set[int] = set()
    parts = []
    for plan in plans_for(incident):
        section = section_of(values, plan)
        targets = list(dict.fromkeys(_targets(section)))
        mine = [row for row in comments if row.target == f"section:{plan.key}" or row.target in targets]
        placed.update(row.pk for row in mine)
        text = texts.get(plan.key)
        parts.append(
            Part(
                plan=plan,
                text=text,
                body=_body(section, entries),
                is_empty=section is None or not _has_content(section),
                advice=[row for row in advice if row.section == plan.key],
                findings=_findings(plan.key, text) if may_edit and text else (),
                comments=mine,
                targets=targets,
            )
        )
    return _with_the_rest(parts, [row for row in comments if row.pk not in placed])


def _with_the_rest(parts: list[Part], others: Sequence[Comment]) -> list[Part]:
    """Comments on the whole, or on a part that is gone, stand with the first section."""
    if others and parts:
        parts[0] = replace(parts[0], comments=[*parts[0].comments, *others])
    return parts


def _published(report: Report) -> Published | None:
    """The last publication. Composing the report anew to compare is slow, so that is done only when the log tells of
    something that may have changed it; of a very long timeline it is taken for granted.
    """
    last = report.publications.defer("html", "markdown").first()
    if last is None:
        return None
    return Published(last.number, changed=touched_since(last) and _differs(report, last))


def _differs(report: Report, last: Publication) -> bool:
    values = published_values(report)
    return len(values.entries) > SHOWN or fingerprint(values, plans_for(report.incident)) != last.fingerprint


def _body(section: Section | None, entries: int) -> SafeString:
    if section is None:
        return SafeString("")
    html = "".join(block_html(block) for block in section.blocks)
    if any(isinstance(block, Timeline) for block in section.blocks) and entries > SHOWN:
        html += f'<p class="report-note">The first {SHOWN} of {entries:,} entries. A publication has all of them.</p>'
    return mark_safe(html)  # noqa: S308 - every text in it was escaped or cleaned by the renderer


def _has_content(section: Section) -> bool:
    return any(type(block).__name__ != "Note" for block in section.blocks)


def _targets(section: Section | None) -> Iterator[str]:
    for block in section.blocks if section else ():
        yield from (reference for reference in _references(block) if reference)


def _references(block: Block) -> Iterator[str]:
    match block:
        case Timeline():
            yield from (moment.reference for moment in block.moments)
        case Statements():
            yield from (item.reference for item in block.items)
        case Table():
            yield from block.anchors
        case _:
            return


def _findings(key: str, text: SectionText) -> Sequence[Finding]:
    purpose = Context.RECOMMENDATION if key in RECOMMENDING else Context.DESCRIPTION
    return check(text.text, purpose=purpose)[:5]


def page_context(incident: Incident, actor: Actor) -> Mapping[str, object]:
    """Everything that the report page shows."""
    report = report_of(incident)
    may_edit = allowed(actor, Permission.EDIT, incident)
    context: dict[str, object] = {
        "incident": incident,
        "report": report,
        "may_edit": may_edit,
        "may_comment": allowed(actor, Permission.COMMENT, incident),
        "comment_form": CommentForm(auto_id=False),
        "me": actor.person_id,
    }
    if report is None:
        return context
    report.incident = incident
    parts = parts_of(incident, report, may_edit=may_edit)
    reviews = list(report.reviews.filter(outdated=False).select_related("reviewer").order_by("pk"))
    publications = report.publications.defer("html", "markdown").select_related("published_by")
    return context | {
        "parts": parts,
        "gaps": sum(1 for part in parts for row in part.advice if row.severity == "gap"),
        "findings": sum(len(part.findings) for part in parts),
        "open_comments": sum(part.open_comments for part in parts),
        "reviews": reviews,
        "my_review": next((row for row in reviews if row.reviewer_id == actor.person_id), None),
        "may_review": may_review(actor, report) and report.state != ReportState.PUBLISHED,
        "waiting": [row for row in reviews if row.verdict == Verdict.WAITING],
        "publications": list(publications.prefetch_related("deliveries__target")),
        "changed": any(row.check == 12 for part in parts for row in part.advice),
        "is_approved": report.state in {ReportState.APPROVED, ReportState.PUBLISHED},
    }
