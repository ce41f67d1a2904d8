"""The family of JSON: objects one a line, documents with a list of items, several documents in a row."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hotwash.ports.formats import Body, Detail, Record, Sample
from hotwash.ports.reading.fields import (
    DEEPEST,
    Item,
    as_object,
    describe,
    find_time,
    from_field,
    get,
    rank_of,
    squeeze,
    tells,
)
from hotwash.ports.reading.lines import LONGEST_TEXT, LineReader, in_zone
from hotwash.ports.reading.names import OWN
from hotwash.ports.reading.openers import sniff
from hotwash.ports.reading.shapes import unfold
from hotwash.ports.stamps import Basis, Stamp, from_value

Expand = Callable[[object], Iterable[object]]


def listed(*paths: str) -> Expand:
    """Items under the first of ``paths`` that is a list; a document that is itself a list gives its own items;
    else the document is the item. Paths may name several lists with ``+``: ``plays+tasks``.
    """

    def expand(document: object) -> Iterable[object]:
        if isinstance(document, list):
            return document
        for path in paths:
            names = path.split("+")
            values = [value for name in names for value in as_list(get(document, name))]
            if any(isinstance(get(document, name), list) for name in names):
                return values
        return [document]

    return expand


_TOP = listed()


def as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


@dataclass(frozen=True)
class JsonFormat:
    """Declaration of a JSON format.

    Every item must have all of ``has`` (dotted paths, alternatives with ``|``). ``time`` lists the paths of its time
    in order of trust; without any the names of the fields decide, with ``("-",)`` there is none.
    """

    key: str
    title: str
    has: tuple[str, ...]
    time: tuple[str, ...] = ()
    describe: Callable[[Item], Detail] = describe
    expand: Expand = _TOP
    score: float = 0.9
    zone: int | None = None
    test: Callable[[Item], bool] | None = None
    drop: Callable[[Item], bool] | None = None
    depth: int = 2  # how deep a time is looked for by name
    named: Callable[[Item, Mapping[str, str]], Item] | None = None  # an item with the names that are known elsewhere
    once: Callable[[Item], str] | None = None  # a word for what answers tell more than once: only the first counts
    family: str = "JSON"

    @property
    def takes_names(self) -> bool:
        return self.named is not None

    def recognise(self, sample: Sample) -> float:
        whole: Sequence[object] = sample.objects or sample.documents
        items = [item for document in whole[:50] for item in list(self.expand(document))[:50]]
        if not items:
            return 0.0
        share = sum(self._fits(item) for item in items) / len(items)
        return self.score * share if share >= 0.5 else 0.0

    def _fits(self, item: object) -> bool:
        if not isinstance(item, dict):
            return False
        if not all(any(get(item, path) is not None for path in name.split("|")) for name in self.has):
            return False
        return self.test is None or self.test(item)

    def details(self, document: object) -> list[Detail]:
        found = []
        for item in self.expand(document):
            if isinstance(item, dict) and not (self.drop and self.drop(item)):
                detail = self.describe(item)
                found.append(detail if detail.stamp else _with_time(detail, self.stamp_of(item)))
        return found

    def details_in(self, body: Body) -> Callable[[object], list[Detail]]:
        """``details``, with the names that are known beside a body, and without what was told in it before."""
        names = body.people() if self.named else {}
        if not names and self.once is None:
            return self.details
        seen: set[str] = set()

        def fresh(item: object) -> bool:
            word = self.once(item) if self.once and isinstance(item, dict) else ""
            known = word in seen
            if word:
                seen.add(word)
            return not known

        def expand(document: object) -> Iterator[object]:
            for item in self.expand(document):
                if fresh(item):
                    yield self.named(item, names) if self.named and names and isinstance(item, dict) else item

        return replace(self, expand=expand).details

    def stamp_of(self, item: Item) -> Stamp | None:
        if self.time:
            stamp = next((stamp for path in self.time if (stamp := from_value(get(item, path)))), None)
        else:
            found = find_time(item, self.depth)
            stamp = found[0] if found else None
        if stamp and stamp.offset is None and self.zone is not None and not stamp.yearless:
            return in_zone(stamp, self.zone, Basis.FORMAT)
        return stamp

    def reader(self, sample: Sample) -> LineReader:
        """How objects one a line are read, and what stands between them."""
        rest = [text for text in sample.filled if not text.lstrip().startswith("{")]
        return LineReader([way for way in sniff(rest) if way.words == 0], items=self.details_in(sample.body))

    def read(self, body: Body) -> Iterator[Record]:
        sample = body.sample
        if sample.objects:
            yield from self.reader(sample).read(body)
        else:
            yield from read_documents(body, self.details_in(body))


def read_documents(body: Body, details: Callable[[object], Sequence[Detail]]) -> Iterator[Record]:
    """Records of whole documents, each with the line on which its time stands."""
    documents = body.sample.documents
    if not documents:
        body.problems.append("Looks like JSON, but no part of it could be read.")
    text = body.whole() or ""
    body.read_lines = body.understood = sum(1 for line in text.split("\n") if line.strip())
    places = _Places(text)
    for document in documents:
        for detail in details(document):
            line, offset = places.next(detail.stamp.raw if detail.stamp else "")
            yield Record(
                detail.stamp, detail.text[:LONGEST_TEXT], line, offset, detail.level, detail.kind, detail.fields
            )


class _Places:
    """Where in the text the times stand, looked for in reading order. Offsets are in characters."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line, self._counted = text, 0, 1, 0

    def next(self, raw: str) -> tuple[int, int]:
        at = self._text.find(raw, self._at) if raw else -1
        if at < 0 and raw:
            at = self._text.find(raw)
        if at >= 0:
            if at >= self._counted:
                self._line += self._text.count("\n", self._counted, at)
            else:
                self._line = 1 + self._text.count("\n", 0, at)
            self._counted, self._at = at, at + len(raw)
        return self._line, max(at, self._counted)


_OF_THINGS = 100  # and below this, names that are known to be of times
_IDS = {"id", "uuid", "guid"}
_WRAPPERS = ("event", "data", "payload", "incident", "alert", "details")  # what a body holds its event in


def expand_any(document: object) -> Iterable[object]:
    """The items of a document that nobody declared: itself where it has a time of its own, else the objects of the
    lists that hold most times, else what other shapes hold, else the document.
    """
    if isinstance(document, dict) and _is_event(document):
        return [document]
    if isinstance(document, list) and _is_timed(document, 3):
        return document
    places = _places_of(document, 1) or _places_of(document, DEEPEST)
    unfolded = unfold(document)
    best = max(places, key=lambda place: (place.timed, -place.depth), default=None)
    if best and best.timed >= len(unfolded):
        return best.items
    if unfolded:
        return unfolded
    return document if isinstance(document, list) else [document]


def _is_event(document: Item) -> bool:
    """Whether a document is itself what happened: it has a time that only an event has, or, being a thing with an
    id, one of the times of a thing; or it holds one event beside what that is about.
    """
    own = [rank for name, value in document.items() if (rank := rank_of(name)) is not None and from_field(name, value)]
    if own and min(own) < (_OF_THINGS if any(squeeze(name) in _IDS for name in document) else OWN):
        return True
    return any(isinstance(inner := document.get(name), dict) and _is_event(inner) for name in _WRAPPERS)


def _with_time(detail: Detail, stamp: Stamp | None) -> Detail:
    """As ``replace`` does, which takes long for each line of a file."""
    return Detail(detail.text, detail.level, detail.kind, detail.fields, stamp, detail.aside)


@dataclass(slots=True)
class _Place:
    """All lists that stand at one path of a document, whatever the indices on the way: one table, as it were."""

    depth: int
    items: list[object]
    timed: int = 0


def _places_of(document: object, depth: int) -> list[_Place]:
    places: dict[tuple[str, ...], _Place] = {}
    for path, values in _lists(document, ()):
        place = places.setdefault(path, _Place(len(path), []))
        place.items.extend(values)
    for place in places.values():
        place.timed = len(place.items) if _is_timed(place.items, depth) else 0
    paths = [path for path, place in places.items() if place.timed]
    outer = [path for path in paths if not any(path != above and path[: len(above)] == above for above in paths)]
    return [places[path] for path in outer]


def _is_timed(items: Sequence[object], depth: int) -> bool:
    """Whether at least half of the first items are objects that have a time."""
    seen = items[:50]
    timed = sum(isinstance(item, dict) and find_time(item, depth) is not None for item in seen)
    return timed > 0 and timed * 2 >= len(seen)


def _lists(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sequence[object]]]:
    """Lists of objects, and objects whose values all are objects, with their paths."""
    if isinstance(value, list):
        yield path, value
        for part in value[:2000] if len(path) < _DEEPEST_LIST else ():
            if isinstance(part, dict | list):
                yield from _lists(part, (*path, "[]"))
    elif isinstance(value, dict) and len(path) < _DEEPEST_LIST:
        inner = list(value.values())
        if _are_ids(value) and all(isinstance(part, dict) for part in inner) and _alike(inner):
            yield (*path, "{}"), inner
        for name, part in value.items():
            yield from _lists(part, (*path, name))


_DEEPEST_LIST = 8


def _alike(objects: Sequence[object]) -> bool:
    return len({frozenset(part) for part in objects if isinstance(part, dict)}) == 1


def _are_ids(names: Collection[str]) -> bool:
    """Whether the names of an object are those of things, not of its fields: many, or with digits, or of a letter."""
    return len(names) > 4 or (
        len(names) > 1 and sum(len(name) < 3 or any(map(str.isdigit, name)) for name in names) * 2 > len(names)
    )


def _tells(form: JsonFormat, item: object) -> bool:
    """Whether an object that stands alone says that something happened: a time, a text or a level."""
    if isinstance(item, dict) and len(item) == 1:  # a body that is wrapped
        item = next(iter(item.values()))
    return isinstance(item, dict) and (form.stamp_of(item) is not None or tells(item))


def _is_order(item: Item) -> bool:
    """A line of a bulk request that says what to do with the next one."""
    if len(item) != 1:
        return False
    name, inner = next(iter(item.items()))
    return name in {"index", "create", "update", "delete"} and isinstance(inner, dict) and set(inner) <= _ORDERS


_ORDERS = {"_index", "_id", "_type", "routing", "version", "version_type", "pipeline", "_routing"}
_MADE = {"created", "createdat", "createdon", "createtime", "startedat", "started", "starttime"}
_NEWER = ("finishedat", "completedat", "doneat", "finishtime", "completetime", "updatedat", "updated", "updatedon")


def describe_newest(item: Item) -> Detail:
    """A thing that stands alone, as a body of a webhook has it: told is its newest state, so the time of that counts."""
    found = find_time(item, DEEPEST)
    path = found[1] if found else ()
    if not path or squeeze(path[-1]) not in _MADE:
        return describe(item)
    beside = get(item, ".".join(path[:-1])) if len(path) > 1 else item
    times = {squeeze(name): from_value(value) for name, value in as_object(beside).items()}
    newest = next((stamp for name in _NEWER if (stamp := times.get(name))), None)
    return replace(describe(item), stamp=newest)


@dataclass(frozen=True)
class AnyJson:
    """JSON of a shape that nobody declared: times, levels and texts are found by the names of the fields."""

    key: str = "json"
    title: str = "JSON or YAML, fields found by their names"
    family: str = "JSON"

    def recognise(self, sample: Sample) -> float:
        if sample.objects:
            return 0.35
        return 0.3 if sample.documents else 0.0

    def reader(self, sample: Sample) -> LineReader:
        return replace(self._form(self._first(sample)).reader(sample), by_name=bool(sample.objects))

    def _first(self, sample: Sample) -> list[object]:
        return [item for whole in (sample.objects or sample.documents)[:50] for item in list(expand_any(whole))[:50]]

    def _form(self, first: Sequence[object]) -> JsonFormat:
        shallow = any(isinstance(item, dict) and find_time(item) for item in first)
        return JsonFormat(self.key, self.title, (), expand=expand_any, drop=_is_order, depth=2 if shallow else DEEPEST)

    def read(self, body: Body) -> Iterator[Record]:
        sample = body.sample
        first = self._first(sample)
        form = self._form(first)
        if len(first) == 1 and first[0] in sample.documents and len(as_object(first[0])) > 1:
            form = replace(form, describe=describe_newest)
        if len(first) == 1 and form.depth == DEEPEST and not _tells(form, first[0]):
            body.problems.append("JSON without a time and without anything that says what happened.")
            body.understood = sum(bool(line.text.strip()) for line in body.lines())
            return
        yield from form.read(body)
