"""The ``realm.json`` of a Zulip export: who is who, but nothing that happened. https://zulip.com/help/export-your-organization"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.fields import first_text, text_at
from hotwash.ports.reading.objects import as_list

_USERS = ("zerver_userprofile", "zerver_userprofile_crossrealm", "zerver_userprofile_mirrordummy")


@dataclass(frozen=True)
class ZulipRealm:
    key: str = "zulip.realm"
    title: str = "Organisation of a Zulip export"
    family: str = "JSON"

    def recognise(self, sample: Sample) -> float:
        whole = sample.objects or sample.documents
        first = whole[0] if len(whole) == 1 else None
        return 0.98 if isinstance(first, dict) and {"zerver_realm", _USERS[0]} <= first.keys() else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        for line in body.lines():
            body.understood += bool(line.text.strip())
        yield from ()

    def people(self, body: Body) -> Mapping[str, str]:
        sample = body.sample
        found = {
            text_at(user, "id"): first_text(user, "full_name", "email")
            for document in sample.objects or sample.documents
            if isinstance(document, dict)
            for name in _USERS
            for user in as_list(document.get(name))
        }
        return {number: name for number, name in found.items() if number and name}


plugin = ZulipRealm()
