"""Merging entries, splitting one, and undoing either. References go on leading to what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TypedDict

from django.db.models import Q

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.rearranging import Part, Told, brought_back, merged, split
from hotwash.evidence.events import EntriesMerged, EntryMoved, EntrySplit, RearrangementUndone
from hotwash.evidence.models import Entry, Rearrangement
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident

Kind = Rearrangement.Kind


def move_entry(*, actor: Actor, incident: Incident, entry: Entry, lane: str, version: int) -> Entry | Refusal:
    """Put an entry into another lane; nothing else of it changes."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = entry.at_version(version)
        if row is None or row.deleted_at is not None:
            return conflict(entry.reference)
        name = plain(lane)
        if not name or len(name) > 120:
            return refuse("lane", "Give the lane a name of at most 120 characters.", "lane")
        if name != row.lane:
            before, row.lane, row.version = row.lane, name, row.version + 1
            row.save(update_fields=["lane", "version"])
            record(
                EntryMoved(incident_id=incident.pk, entry_id=row.pk, reference=row.reference, before=before, after=name)
            )
    return row


def merge_entries(
    *, actor: Actor, incident: Incident, entry: Entry, others: Mapping[int, int], version: int, now: datetime
) -> Entry | Refusal:
    """Make other entries part of ``entry``. ``others`` gives the version of each by its number, so that what somebody
    wrote since is not swallowed unread.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        found = _locked(incident, {**others, entry.number: version})
        if isinstance(found, Refusal):
            return found
        row = next(one for one in found if one.pk == entry.pk)
        rest = [one for one in found if one.pk != entry.pk]
        before, after = told(row), merged(told(row), [told(one) for one in rest])
        if isinstance(after, Refusal):
            return after
        pks = [one.pk for one in rest]
        within = Entry.objects.filter(merged_into__in=pks)
        moved = list(within.values_list("pk", "merged_into_id"))
        within.update(merged_into=row)
        Entry.objects.filter(pk__in=pks).update(merged_into=row, deleted_at=now)
        _write(row, after)
        for one in rest:
            search.remove("entry", one.pk)
        _remember(Kind.MERGE, row, rest, {**before.kept(), "moved": moved}, now)
        record(EntriesMerged(incident_id=incident.pk, **_story(row, rest), before=_line(before), after=_line(after)))
    return row


def split_entry(
    *, actor: Actor, incident: Incident, entry: Entry, parts: Sequence[Part], version: int, now: datetime
) -> Entry | Refusal:
    """Cut an entry into parts: the first keeps its reference and what cites it, the others get references of their
    own and say what they were cut from.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = entry.at_version(version)
        if row is None or row.deleted_at is not None:
            return conflict(entry.reference)
        before = told(row)
        found = split(before, parts)
        if isinstance(found, Refusal):
            return found
        made = [_part(incident, row, values, actor, now) for values in found[1:]]
        _write(row, found[0])
        _remember(Kind.SPLIT, row, made, before.kept(), now)
        record(EntrySplit(incident_id=incident.pk, **_story(row, made), before=_line(before), after=_line(found[0])))
    return row


def undo_rearrangement(*, actor: Actor, incident: Incident, entry: Entry, now: datetime) -> Entry | Refusal:
    """Undo the last merge or split of an entry. What was merged stands by itself again as it was. What was split is
    one again, unless somebody has worked on a part. An entry that was edited since keeps its words.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Entry.objects.select_for_update().get(pk=entry.pk)
        last = Rearrangement.objects.select_for_update().filter(entry=row, undone_at=None).first()
        if last is None or row.deleted_at is not None:
            return refuse("nothing", f"{row.reference} was not merged or split, or that is undone already.")
        others = list(last.others.select_for_update().order_by("number"))
        if last.kind == Kind.SPLIT and (blocked := _worked_on(others)):
            return blocked
        if last.kind == Kind.MERGE:
            _take_apart(row, others, last.before)
        else:
            _make_one(row, others, now)
        if row.version == last.version:
            _write(row, brought_back(last.before))
        last.undone_at = now
        last.save(update_fields=["undone_at"])
        event = RearrangementUndone(
            incident_id=incident.pk, kind=last.kind, **_story(row, others), after=_line(told(row))
        )
        record(event)
    return row


def told(row: Entry) -> Told:
    return Told(**{name: getattr(row, name) for name in asdict(Told(row.at, ""))})


def _locked(incident: Incident, versions: Mapping[int, int]) -> list[Entry] | Refusal:
    """The entries in the order of their numbers, each at the version that was seen."""
    rows = Entry.objects.select_for_update().filter(incident=incident, number__in=list(versions), deleted_at=None)
    found = {row.number: row for row in rows.order_by("pk")}
    for number, version in versions.items():
        if number not in found or found[number].version != version:
            return conflict(f"T-{number}")
    return [found[number] for number in sorted(found)]


def _write(row: Entry, values: Told) -> None:
    for name in asdict(values):
        setattr(row, name, getattr(values, name))
    row.version += 1
    row.save()
    index_entry(row)


def _part(incident: Incident, row: Entry, values: Told, actor: Actor, now: datetime) -> Entry:
    made = Entry(
        incident=incident,
        number=next_number(f"INC-{incident.pk}", "entry"),
        lane=row.lane,
        kind=row.kind,
        split_from=row,
        created_by_id=actor.person_id,
        created_at=now,
        version=0,
    )
    _write(made, values)
    return made


def _remember(kind: Kind, row: Entry, others: Sequence[Entry], before: Mapping[str, object], now: datetime) -> None:
    made = Rearrangement.objects.create(kind=kind, entry=row, before=dict(before), version=row.version, at=now)
    made.others.set(others)


def _worked_on(parts: Sequence[Entry]) -> Refusal | None:
    changed = [part.reference for part in parts if part.version != 1 or part.deleted_at is not None]
    if not changed:
        return None
    names = ", ".join(changed)
    return refuse(
        "edited", f"{names} changed since the split, so it can't simply be undone: merge the entries instead."
    )


def _take_apart(row: Entry, others: Sequence[Entry], before: Mapping[str, object]) -> None:
    Entry.objects.filter(pk__in=[one.pk for one in others]).update(merged_into=None, deleted_at=None)
    pairs = before.get("moved")
    for pk, owner in pairs if isinstance(pairs, list) else []:
        Entry.objects.filter(pk=pk, merged_into=row).update(merged_into=owner)
    for one in others:
        index_entry(one)


def _make_one(row: Entry, parts: Sequence[Entry], now: datetime) -> None:
    pks = [part.pk for part in parts]
    Entry.objects.filter(Q(pk__in=pks) | Q(merged_into__in=pks)).update(merged_into=row, deleted_at=now)
    for part in parts:
        search.remove("entry", part.pk)


class _Story(TypedDict):
    """What the events of a rearrangement have in common."""

    entry_id: int
    reference: str
    others: tuple[int, ...]
    names: str


def _story(row: Entry, others: Sequence[Entry]) -> _Story:
    names = ", ".join(one.reference for one in others)
    return _Story(entry_id=row.pk, reference=row.reference, others=tuple(one.pk for one in others), names=names)


def _line(values: Told) -> str:
    return f"{values.at:%Y-%m-%dT%H:%M:%SZ} {values.text}"[:4000]
