"""Steps on single factors. Nothing is lost: a removed factor can be put back, a changed field keeps what was there."""

from datetime import datetime

from hotwash.analysis.core.drafts import NAMES, FactorDraft, changes, problems
from hotwash.analysis.events import FactorAdded, FactorChanged, FactorRemoved, FactorRestored, FactorsLinked
from hotwash.analysis.models import Because, Factor
from hotwash.analysis.queries import draft_of
from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import step
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident


def add_factor(*, actor: Actor, incident: Incident, draft: FactorDraft, now: datetime) -> Factor | Refusal:
    """A new statement of the graph, linked to nothing yet."""
    tidy = draft.tidy()
    refused = problems(tidy, _categories(incident))
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refused:
            return refused
        factor = create(incident, tidy, actor, now)
        record(
            FactorAdded(incident_id=incident.pk, number=factor.number, statement=_short(tidy.statement), kind=tidy.kind)
        )
    return factor


def add_why(*, actor: Actor, effect: Factor, draft: FactorDraft, now: datetime) -> Factor | Refusal:
    """The next why: a new factor that is a cause of `effect`."""
    tidy = draft.tidy()
    incident = effect.incident
    refused = problems(tidy, _categories(incident))
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refused:
            return refused
        if effect.deleted_at is not None:
            return _removed(effect)
        factor = create(incident, tidy, actor, now)
        Because.objects.create(cause=factor, effect=effect)
        record(
            FactorAdded(incident_id=incident.pk, number=factor.number, statement=_short(tidy.statement), kind=tidy.kind)
        )
        record(FactorsLinked(incident_id=incident.pk, number=effect.number, cause=factor.number))
    return factor


def change_factor(*, actor: Actor, factor: Factor, draft: FactorDraft, version: int) -> Factor | Refusal:
    """Save all fields; refused as a conflict when somebody saved since `version`."""
    tidy = draft.tidy()
    incident = factor.incident
    refused = problems(tidy, _categories(incident))
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refused:
            return refused
        row = factor.at_version(version)
        if row is None:
            return conflict(factor.reference)
        found = changes(draft_of(row), tidy)
        for change in found:
            setattr(row, change.field, change.after)
            record(
                FactorChanged(
                    incident_id=incident.pk,
                    number=row.number,
                    field=change.field,
                    name=NAMES[change.field],
                    before=change.before,
                    after=change.after,
                )
            )
        if found:
            row.version += 1
            row.save()
            index(row)
    return row


def set_category(*, actor: Actor, factor: Factor, category: str, subcategory: str = "") -> Factor | Refusal:
    """Move a factor to another bone. No version: the last move wins, and each can be taken back."""
    now_there = draft_of(factor)
    kept = subcategory or (now_there.subcategory if category == now_there.category else "")
    values = {field: getattr(now_there, field) for field in NAMES} | {"category": category, "subcategory": kept}
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident):
        fresh = (
            Factor.objects.select_related("incident__process_version").select_for_update(of=("self",)).get(pk=factor.pk)
        )
        return change_factor(actor=actor, factor=fresh, draft=FactorDraft(**values), version=fresh.version)


def remove_factor(*, actor: Actor, factor: Factor, now: datetime) -> Factor | Refusal:
    """Take a factor out. Its links and citations rest with it and come back when it is put back."""
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        row = Factor.objects.select_for_update().get(pk=factor.pk)
        if row.deleted_at is not None:
            return _removed(row)
        row.deleted_at = now
        row.version += 1
        row.save()
        search.remove("factor", row.pk)
        statement = _short(row.statement)
        record(FactorRemoved(incident_id=row.incident_id, number=row.number, statement=statement))
    return row


def restore_factor(*, actor: Actor, factor: Factor) -> Factor | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        row = Factor.objects.select_for_update().get(pk=factor.pk)
        if row.deleted_at is None:
            return refuse("not-removed", f"{row.reference} is not removed.")
        row.deleted_at = None
        row.version += 1
        row.save()
        index(row)
        statement = _short(row.statement)
        record(FactorRestored(incident_id=row.incident_id, number=row.number, statement=statement))
    return row


def create(incident: Incident, draft: FactorDraft, actor: Actor, now: datetime) -> Factor:
    """The row with its number and its place in the search index. Only inside a step."""
    factor = Factor.objects.create(
        incident=incident,
        number=next_number(f"incident:{incident.pk}", "factor"),
        created_by_id=actor.person_id,
        created_at=now,
        **{field: getattr(draft, field) for field in NAMES},
    )
    index(factor)
    return factor


def index(factor: Factor) -> None:
    search.index(
        search.Entry(
            kind="factor",
            object_id=factor.pk,
            incident_id=factor.incident_id,
            title=f"{factor.reference} {_short(factor.statement)}",
            body=f"{factor.statement}\n{factor.made_sense}",
            url=f"/incidents/INC-{factor.incident_id}/analysis/{factor.reference}/",
            at=factor.created_at,
        )
    )


def _categories(incident: Incident) -> dict[str, list[str]]:
    return {found.key: [sub.key for sub in found.subcategories] for found in document_for(incident).categories}


def _removed(factor: Factor) -> Refusal:
    return refuse("removed", f"{factor.reference} was removed in the meantime. Put it back first.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
