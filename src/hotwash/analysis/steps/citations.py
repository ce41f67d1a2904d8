"""Steps on what a factor rests on: entries of the timeline, lines of evidence, what somebody said."""

from datetime import datetime

from hotwash.analysis.core.drafts import MAX_TEXT
from hotwash.analysis.events import CitationRemoved, EvidenceCited
from hotwash.analysis.models import Citation, Factor
from hotwash.evidence.models import Entry, EvidenceFile
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step


def cite_entry(*, actor: Actor, factor: Factor, entry: Entry, now: datetime) -> Citation | Refusal:
    """Citing the same entry twice gives the one citation."""
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        if entry.incident_id != factor.incident_id or entry.deleted_at is not None:
            return refuse("no-entry", "That entry is not on the timeline of this incident.", "entry")
        citation, made = Citation.objects.get_or_create(factor=factor, entry=entry, defaults={"created_at": now})
        if made:
            record(EvidenceCited(incident_id=factor.incident_id, number=factor.number, what=entry.reference))
    return citation


def cite_line(
    *, actor: Actor, factor: Factor, file: EvidenceFile, line: int | None, quote: str, now: datetime
) -> Citation | Refusal:
    """A line of an evidence file; without a line the whole file. `quote` holds its words, if given."""
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        if file.incident_id != factor.incident_id or file.removed_at is not None:
            return refuse("no-file", "That file is not evidence of this incident.", "file")
        if line is not None and line < 1:
            return refuse("no-line", "Lines are counted from 1.", "line")
        values = {"factor": factor, "file": file, "line": line, "quote": quote.replace("\x00", "")[:MAX_TEXT]}
        citation, made = Citation.objects.get_or_create(**values, defaults={"created_at": now})
        if made:
            record(EvidenceCited(incident_id=factor.incident_id, number=factor.number, what=name_of(citation)))
    return citation


def cite_quote(*, actor: Actor, factor: Factor, quote: str, now: datetime) -> Citation | Refusal:
    """What somebody said, best with the role of the speaker; people's own words are kept apart from the analysis."""
    words = quote.replace("\x00", "").strip()
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        if not words:
            return refuse("empty", "Write down what was said, and the role of who said it.", "quote")
        if len(words) > MAX_TEXT:
            return refuse(
                "too-long", f"That is longer than {MAX_TEXT} characters. Add it as an evidence file.", "quote"
            )
        citation = Citation.objects.create(factor=factor, quote=words, created_at=now)
        record(EvidenceCited(incident_id=factor.incident_id, number=factor.number, what=name_of(citation)))
    return citation


def remove_citation(*, actor: Actor, citation: Citation) -> bool:
    """True when it was there."""
    factor = citation.factor
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        what = name_of(citation)
        gone, _ = Citation.objects.filter(pk=citation.pk).delete()
        if gone:
            record(CitationRemoved(incident_id=factor.incident_id, number=factor.number, what=what))
    return bool(gone)


def name_of(citation: Citation) -> str:
    if citation.entry is not None:
        return citation.entry.reference
    if citation.file is not None:
        return f"{citation.file.reference} line {citation.line}" if citation.line else citation.file.reference
    return f"“{citation.quote[:60]}”"
