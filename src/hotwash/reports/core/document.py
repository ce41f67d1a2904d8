"""The report as a value: sections of blocks that every renderer (HTML, Markdown, PDF) shows in its own way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown that a person wrote."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A short list of names and values: key times, durations."""

    name: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are plain text. ``anchors`` has one entry a row: the reference it can be linked by, or ""."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline as it is shown. ``iso`` is for machines; ``note`` tells how a guessed time was found."""

    reference: str
    day: str
    time: str
    iso: str
    text: str
    kind: str = ""
    lane: str = ""
    detail: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    zone: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A factor or an action: a sentence with a reference, a tag and a few labelled lines beneath it."""

    reference: str
    text: str
    tag: str = ""
    lines: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """``name`` may be empty: the title of the section says it already."""

    name: str
    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A node of the 5 Whys: the answers to "why?" are its children. ``again`` marks a node shown in full elsewhere."""

    reference: str
    text: str
    answers: tuple["Why", ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Whys:
    roots: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Says that nothing is here, or what a reader has to know about this version."""

    text: str


Block = Prose | Facts | Table | Timeline | Statements | Whys | Figure | Note


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    reference: str
    meta: tuple[Fact, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)
