"""JSON Lines to documents: `id, title, text` per line, foreign bytes, so every line is checked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from hotwash.improve.core.similarity.index import Document


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no usable record; ``message`` says why and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Records:
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]


def read_records(lines: Iterable[bytes]) -> Records:
    """Blank lines are skipped. A record without an id takes its line number; a second one of the same id is refused."""
    documents: dict[str, Document] = {}
    unread: list[Unread] = []
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        found = _document(raw, number)
        if isinstance(found, Document) and found.id in documents:
            found = Unread(number, f"the id {found.id!r} was used before: give each record its own")
        if isinstance(found, Unread):
            unread.append(found)
        else:
            documents[found.id] = found
    return Records(tuple(documents.values()), tuple(unread))


def _document(raw: bytes, number: int) -> Document | Unread:
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unread(number, "is not UTF-8 text: save the file as UTF-8")
    except (json.JSONDecodeError, RecursionError):
        return Unread(number, "is not JSON: each line has to be one JSON object")
    if not isinstance(record, dict):
        return Unread(number, 'is JSON but no object: write {"id": ..., "title": ..., "text": ...}')
    title, text = record.get("title") or "", record.get("text") or ""
    if not isinstance(title, str) or not isinstance(text, str):
        return Unread(number, "has a title or text that is not a string")
    if not (title.strip() or text.strip()):
        return Unread(number, "has neither title nor text, so there is nothing to compare")
    name = record.get("id")
    return Document(str(number if name is None else name), title, text)
