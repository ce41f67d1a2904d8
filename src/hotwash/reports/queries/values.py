"""The rows of an incident as the values of its report: the live blocks are made of these."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from django.db.models import Prefetch

from hotwash.actions.models import Action as ActionRow
from hotwash.analysis.models import Because as BecauseRow
from hotwash.analysis.models import Citation
from hotwash.analysis.models import Factor as FactorRow
from hotwash.evidence.core.draw import lanes_svg
from hotwash.evidence.core.impact import ServiceAvailability, shown_unit
from hotwash.evidence.core.metrics import brief
from hotwash.evidence.models import Entry as EntryRow
from hotwash.evidence.models import EvidenceFile as FileRow
from hotwash.evidence.models import Impact as ImpactRow
from hotwash.evidence.models import KeyTime as KeyTimeRow
from hotwash.evidence.queries import exhibits, figures, impacts_of, key_times, picture, summary
from hotwash.process.core.document import ProcessDocument
from hotwash.process.queries import document_for
from hotwash.reports.core.pictures import causes
from hotwash.reports.core.roles import with_roles
from hotwash.reports.core.template import SectionPlan, plans_of
from hotwash.reports.core.values import (
    Action,
    Amendment,
    Availability,
    Because,
    Entry,
    EvidenceFile,
    Factor,
    Impact,
    KeyTime,
    Picture,
    Values,
)
from hotwash.reports.models import Report
from hotwash.respond.models import Incident
from hotwash.team.models import Seat

_KEY_TIMES = ("started", "detected", "acknowledged", "declared", "mitigated", "resolved")
_SURE = frozenset({"", "line", "record", "format", "known"})
_BASIS = {
    "file": "zone taken from the file",
    "assumed": "zone assumed",
    "setting": "zone set by hand",
    "reference": "day taken from the incident",
    "none": "zone not known, UTC assumed",
}


def plans_for(incident: Incident) -> tuple[SectionPlan, ...]:
    return plans_of(document_for(incident).report.sections)


def report_values(incident: Incident, report: Report | None, *, most: int | None = None) -> Values:
    """Everything that the report of an incident shows, as it stands now; ``most``: that many entries of the timeline
    at most, the first ones. The pictures are of all.
    """
    process = document_for(incident)
    factors, because = _factors(incident, process)
    impacts = impacts_of(incident)
    values = Values(
        title=report.title if report else incident.title,
        reference=incident.reference,
        severity=process.severity(incident.severity).name,
        state=incident.state,
        services=tuple(incident.services.order_by("name").values_list("name", flat=True)),
        people=tuple(_people(incident, process)),
        zone="UTC",
        found_by=incident.found_by,
        near_miss=incident.near_miss,
        key_times=tuple(_key_times(incident)),
        entries=tuple(_entries(incident, most)),
        impacts=tuple(_impact(row) for row in impacts),
        availability=tuple(_availability(found) for found in figures(impacts, incident.resolved_at)),
        factors=factors,
        because=because,
        categories=tuple((category.key, category.name) for category in process.categories),
        actions=tuple(_actions(incident)),
        evidence=tuple(_files(incident)),
        amendments=tuple(_amendments(report)) if report else (),
        prose={section.key: section.text for section in report.sections.all()} if report else MappingProxyType({}),
    )
    shown = {name: Picture(one.svg, one.alt, one.caption) for name, one in exhibits(incident, impacts).items()}
    return replace(values, pictures={**_pictures(incident, values), **shown})


def published_values(report: Report) -> Values:
    """The values as readers get them: people by their roles where the process says so."""
    values = report_values(report.incident, report)
    if document_for(report.incident).report.names_become_roles:
        return with_roles(values, names_of(report.incident))
    return values


def names_of(incident: Incident) -> Mapping[str, str]:
    """The people of an incident by name and address, each with the name of a role to be called by."""
    process = document_for(incident)
    names: dict[str, str] = {}
    for seat in Seat.objects.filter(incident=incident, person__isnull=False).select_related("person"):
        known = next((found.name for found in process.seats if found.key == seat.seat), "Participant")
        names.update(dict.fromkeys((seat.person.name, seat.person.email) if seat.person else (), known))
    rows = incident.participants.select_related("person").order_by("-since")
    for row in sorted(rows, key=lambda found: found.role == "commander"):
        role = process.role(row.role)
        names.update(dict.fromkeys((row.person.name, row.person.email), role.name if role else "Responder"))
    return names


def _people(incident: Incident, process: ProcessDocument) -> Iterator[tuple[str, str]]:
    held: dict[str, list[str]] = {}
    for row in incident.participants.select_related("person"):
        names = held.setdefault(row.role, [])
        if row.person.name not in names:
            names.append(row.person.name)
    for role in process.roles:
        if role.key in held and role.key != "observer":
            yield role.name, ", ".join(held[role.key])


def _key_times(incident: Incident) -> Iterator[KeyTime]:
    """Those that were marked on the timeline; for the others what the response itself recorded."""
    marked = {row.name: row for row in KeyTimeRow.objects.filter(incident=incident)}
    for name in _KEY_TIMES:
        at = marked[name].at if name in marked else getattr(incident, f"{name}_at", None)
        if at is not None:
            yield KeyTime(name, at)
    for name, row in marked.items():
        if name not in _KEY_TIMES:
            yield KeyTime(name, row.at)


def _pictures(incident: Incident, values: Values) -> Mapping[str, Picture]:
    """The fishbone from the values; the timeline from one aggregate query, whatever the number of entries."""
    found = {"fishbone": causes(values)}
    drawing = picture(incident, summary(incident), key_times(incident))
    if drawing is not None and len(drawing.lanes) > 1:
        found["timeline_picture"] = Picture(lanes_svg(drawing), "Entries by source over time, with the key times")
    return {name: shown for name, shown in found.items() if shown is not None}


def _entries(incident: Incident, most: int | None) -> Iterator[Entry]:
    columns = (
        "number",
        "at",
        "until",
        "precision",
        "zone_basis",
        "lane",
        "kind",
        "text",
        "detail",
        "file__number",
        "line",
    )
    rows = EntryRow.objects.filter(incident=incident, deleted_at=None).order_by("at", "pk").values_list(*columns)
    for number, at, until, precision, basis, lane, kind, text, detail, file, line in rows[:most]:
        yield Entry(
            reference=f"T-{number}",
            at=at,
            until=until,
            precision=precision,
            lane=lane,
            kind=kind,
            text=text,
            detail=detail,
            note="" if basis in _SURE else _BASIS.get(basis, basis),
            evidence=_place(file, line),
        )


def _place(file: int | None, line: int | None) -> str:
    if file is None:
        return ""
    return f"E-{file} line {line}" if line else f"E-{file}"


def _impact(row: ImpactRow) -> Impact:
    amount = "unknown" if row.unknown else "" if row.amount is None else f"{row.amount:,.10g}"
    return Impact(
        audience=row.audience,
        starts=row.starts_at,
        ends=row.ends_at,
        amount=amount,
        unit="" if row.unknown or row.amount is None else shown_unit(row.audience, row.unit),
        confidence="" if row.unknown else row.get_confidence_display().lower(),
        services=tuple(service.name for service in row.services.all()),
        note=brief(row.note),
    )


def _availability(row: ServiceAvailability) -> Availability:
    return Availability(
        service=row.service.name,
        downtime=row.found.downtime,
        lost=row.found.lost,
        availability=row.percent,
        target=row.target,
        budget_used=row.budget,
        goes_on=row.open_end,
    )


def _factors(incident: Incident, process: ProcessDocument) -> tuple[tuple[Factor, ...], tuple[Because, ...]]:
    cited = Prefetch("citations", Citation.objects.select_related("entry__merged_into", "file"))
    rows = list(
        FactorRow.objects.filter(incident=incident, deleted_at=None).exclude(state="refuted").prefetch_related(cited)
    )
    references = {row.pk: row.reference for row in rows}
    links = [
        (cause, effect)
        for cause, effect in BecauseRow.objects.filter(effect__incident=incident).values_list("cause_id", "effect_id")
        if cause in references and effect in references
    ]
    factors = tuple(_factor(row, process) for row in rows)
    because = tuple(Because(references[cause], references[effect]) for cause, effect in links)
    return factors, because


def _factor(row: FactorRow, process: ProcessDocument) -> Factor:
    category = process.category(row.category)
    below = category.subcategories if category else ()
    return Factor(
        reference=row.reference,
        statement=row.statement,
        kind=row.kind,
        category=row.category,
        subcategory=next((found.name for found in below if found.key == row.subcategory), row.subcategory),
        confidence=row.confidence,
        made_sense=row.made_sense,
        evidence=tuple(dict.fromkeys(_citation(citation) for citation in row.citations.all())),
    )


def _citation(citation: Citation) -> str:
    if citation.entry is not None:
        return citation.entry.standing_reference
    place = _place(citation.file.number, citation.line) if citation.file else ""
    quote = f"“{citation.quote}”" if citation.quote else ""
    return " ".join(part for part in (place, quote) if part)


def _actions(incident: Incident) -> Iterator[Action]:
    for row in ActionRow.objects.filter(incident=incident).select_related("owner").prefetch_related("factors"):
        yield Action(
            reference=row.reference,
            title=row.title,
            kind=row.kind,
            detail=row.detail,
            type=row.get_type_display().lower(),
            strength=row.strength,
            owner=row.owner.name if row.owner else "",
            due=row.due,
            priority=f"{row.priority} priority",
            state=row.state,
            end_state=row.end_state,
            measure=row.measure,
            factors=tuple(factor.reference for factor in row.factors.all()),
        )


def _files(incident: Incident) -> Iterator[EvidenceFile]:
    for row in FileRow.objects.filter(incident=incident, removed_at=None):
        masked = f"{sum(row.masked.values())} secrets masked" if row.masked else ""
        yield EvidenceFile(row.reference, row.name, row.format, row.size, row.sha256, masked)


def _amendments(report: Report) -> Iterator[Amendment]:
    for row in report.publications.select_related("published_by").order_by("number"):
        note = row.note or ("First publication." if row.number == 1 else "")
        yield Amendment(row.number, row.published_at, str(row.published_by or "Hotwash"), note)
