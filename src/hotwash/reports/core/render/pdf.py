"""A document as PDF, typeset by Typst with its built-in fonts; characters that these lack never stop a report."""

import unicodedata
from dataclasses import dataclass, replace

from hotwash.reports.core.document import Document, Figure, Note
from hotwash.reports.core.render.typst import to_typst

# Ranges that Libertinus Serif and DejaVu Sans Mono (built into Typst) draw: Latin, Greek, Cyrillic, Hebrew,
# punctuation, arrows, mathematics, boxes. Others need a font of the system.
_COVERED = (
    (0x0020, 0x0588),
    (0x05D0, 0x05EA),
    (0x1D00, 0x27BF),
    (0x27C0, 0x2BFF),
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xFB00, 0xFB06),
)
_EMOJI = (0x1F000, 0x1FAFF)


@dataclass(frozen=True, slots=True)
class Pdf:
    """``warnings`` are for the person who asked for the file, in words."""

    content: bytes
    warnings: tuple[str, ...] = ()


def to_pdf(document: Document, *, notice: str = "") -> Pdf:
    """Typeset a document. A picture that cannot be drawn is replaced by a note, and said so; nothing else can fail."""
    source = to_typst(document, notice=notice)
    missing = uncovered(source)
    warnings = list(_words_for(missing))
    source = _emoji_as_words(source)
    try:
        return Pdf(_compile(source, with_system_fonts=bool(missing)), tuple(warnings))
    except RuntimeError:  # what a TypstError is
        bare, pictures = without_pictures(document)
        if not pictures:
            raise
        warnings.append(f"{pictures} picture(s) could not be drawn in the PDF and were left out; the HTML has them.")
        return Pdf(
            _compile(_emoji_as_words(to_typst(bare, notice=notice)), with_system_fonts=bool(missing)), tuple(warnings)
        )


def uncovered(text: str) -> str:
    """The characters of a text, each once, that the built-in fonts do not draw."""
    return "".join(sorted({char for char in text if ord(char) > 0x588 and not _is_covered(ord(char))}))


def without_pictures(document: Document) -> tuple[Document, int]:
    count = 0
    sections = []
    for section in document.sections:
        blocks = tuple(
            Note(f"{block.alt} (not shown)") if isinstance(block, Figure) else block for block in section.blocks
        )
        count += sum(isinstance(block, Figure) for block in section.blocks)
        sections.append(replace(section, blocks=blocks))
    return replace(document, sections=tuple(sections)), count


def _is_covered(code: int) -> bool:
    return any(first <= code <= last for first, last in _COVERED) or code in {0xFE0E, 0xFE0F, 0x200B, 0x200D, 0xFEFF}


def _words_for(missing: str) -> tuple[str, ...]:
    emoji = [char for char in missing if _EMOJI[0] <= ord(char) <= _EMOJI[1]]
    others = [char for char in missing if char not in emoji]
    found = []
    if emoji:
        found.append("Emoji are written out by name in the PDF.")
    if others:
        shown = "".join(others[:12])
        found.append(
            f"The PDF needs a font for these characters, else they are boxes: {shown}. Install one (fonts-noto-cjk)."
        )
    return tuple(found)


def _emoji_as_words(source: str) -> str:
    return "".join(
        f"({unicodedata.name(char, 'emoji').lower()})" if _EMOJI[0] <= ord(char) <= _EMOJI[1] else char
        for char in source
    )


def _compile(source: str, *, with_system_fonts: bool) -> bytes:
    import typst  # noqa: PLC0415 - 7 MB that an idle process need not hold

    return typst.compile(source.encode(), format="pdf", ignore_system_fonts=not with_system_fonts)
