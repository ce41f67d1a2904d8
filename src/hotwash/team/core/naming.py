"""Who is named in a text: by full name, by the address of the account, or by ``@`` and the first part of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    person: int
    name: str
    email: str

    def ways(self) -> Iterable[str]:
        """How a text may name this person. A first name alone is not enough: there may be two."""
        if " " in self.name.strip():
            yield re.escape(self.name.strip()).replace(r"\ ", r"\s+")
        if self.email:
            yield re.escape(self.email)
            yield "@" + re.escape(self.email.partition("@")[0])


def named_in(text: str, people: Sequence[Known]) -> list[int]:
    """Each person that the text names, in the order of ``people``. Letters around a name make another name of it."""
    return [known.person for known in people if any(_stands(way, text) for way in known.ways())]


def _stands(way: str, text: str) -> bool:
    return re.search(rf"(?<![\w.@-]){way}(?![\w@-]|\.\w)", text, re.IGNORECASE) is not None
