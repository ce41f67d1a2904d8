"""Masking of e-mail and IP addresses: set for an incident, kept the same through all its files."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hotwash.evidence.core.aliases import Address, Aliases, Allot, Kind
from hotwash.evidence.events import MaskingSet, ReadDue
from hotwash.evidence.models import Alias, Entry, EvidenceFile, Masking, Moment
from hotwash.evidence.queries.masking import masking_of
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.numbering import next_numbers
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


def set_masking(
    *, actor: Actor, incident: Incident, emails: bool | None, ips: bool | None, now: datetime
) -> frozenset[Kind]:
    """None: as the process of the organisation says. All files are read anew; what was pinned from them is masked too.

    What stands in the event log stays: it cannot be altered. What was masked in pinned entries stays masked.
    """
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        before = masking_of(incident)
        Masking.objects.update_or_create(incident=incident, defaults={"emails": emails, "ips": ips})
        kinds = masking_of(incident)
        if kinds != before:
            if kinds - before:
                _mask_what_was_pinned(incident, aliases_of(incident))
            files = EvidenceFile.objects.filter(incident=incident, removed_at=None).exclude(format="archive")
            for pk in files.values_list("pk", flat=True):
                wake(ReadDue(incident_id=incident.pk, file_id=pk), at=now)
            files.update(status=EvidenceFile.Status.WAITING)
        what = " and ".join(f"{kind.called} addresses" for kind in sorted(kinds)) or "no addresses"
        record(MaskingSet(incident_id=incident.pk, what=what))
    return kinds


def aliases_of(incident: Incident) -> Aliases:
    """What masks the addresses of this incident; with nothing to mask it changes no text."""
    return Aliases(masking_of(incident), _allotter(incident))


def _allotter(incident: Incident) -> Allot:
    """Numbers are kept under a keyed hash, so that the table holds no address."""

    def digest(address: Address) -> str:
        text = f"{incident.pk}:{address[0]}:{address[1]}"
        return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()

    def allot(wanted: Sequence[Address]) -> Mapping[Address, int]:
        found: dict[Address, int] = {}
        for kind in Kind:
            digests = {digest(one): one for one in wanted if one[0] is kind}
            if digests:
                numbers = _numbers(incident, kind, list(digests))
                found |= {one: numbers[key] for key, one in digests.items()}
        return found

    return allot


def _numbers(incident: Incident, kind: Kind, digests: Sequence[str]) -> dict[str, int]:
    rows = Alias.objects.filter(incident=incident, kind=kind)
    known = dict(rows.filter(digest__in=digests).values_list("digest", "number"))
    if len(known) == len(digests):
        return known
    with transaction.atomic():
        next_numbers(f"INC-{incident.pk}", f"alias {kind}", 0)  # others that allot wait here
        known = dict(rows.filter(digest__in=digests).values_list("digest", "number"))
        missing = [digest for digest in digests if digest not in known]
        first = next_numbers(f"INC-{incident.pk}", f"alias {kind}", len(missing))
        made = {digest: first + place for place, digest in enumerate(missing)}
        Alias.objects.bulk_create(
            [Alias(incident=incident, kind=kind, digest=digest, number=number) for digest, number in made.items()],
            batch_size=5000,
        )
    return known | made


def _mask_what_was_pinned(incident: Incident, aliases: Aliases) -> None:
    for moment in Moment.objects.filter(file__incident=incident).exclude(state=Moment.State.PROPOSED):
        (text,) = aliases.mask([moment.text])
        if text != moment.text:
            Moment.objects.filter(pk=moment.pk).update(text=text)
    for entry in Entry.objects.filter(incident=incident, file__isnull=False).select_related("incident"):
        text, detail = aliases.mask([entry.text, entry.detail])
        if (text, detail) != (entry.text, entry.detail):
            entry.text, entry.detail, entry.version = text, detail, entry.version + 1
            entry.save(update_fields=["text", "detail", "version"])
            if entry.deleted_at is None:
                index_entry(entry)
