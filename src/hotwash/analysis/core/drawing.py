"""Small means for drawing: text that wraps, and SVG that looks right in a page, in dark mode, on paper and in a PDF.

Everything carries both a class, which a page's style sheet may colour, and presentation attributes, which hold where
there is none. Lines and text use `currentColor`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

CHARACTER = 0.5  # mean width of a character, as a share of the font size (measured over English prose, humanist sans)
COLOURS: Mapping[str, str] = {"technical": "#4a5fb8", "process": "#93448a", "monitoring": "#7d6e08"}
PLAIN = "#6b6f76"
FONT = "Inter, 'Source Sans 3', 'Noto Sans', Helvetica, Arial, sans-serif"


def colour(category: str) -> str:
    """Readable on white and on a dark page."""
    return COLOURS.get(category, PLAIN)


def visible(text: str) -> str:
    """Without characters that XML forbids, and on one line."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def wrap(text: str, width: float, size: float, lines: int = 6) -> list[str]:
    """Lines that fit into `width` at this font size; what does not fit into `lines` ends in an ellipsis."""
    most = max(4, int(width / (size * CHARACTER)))
    wrapped: list[str] = []
    for word in visible(text).split():
        for piece in (word[start : start + most] for start in range(0, len(word), most)):
            if wrapped and len(wrapped[-1]) + 1 + len(piece) <= most:
                wrapped[-1] += f" {piece}"
            else:
                wrapped.append(piece)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], wrapped[lines - 1][: most - 1].rstrip() + "…"]
    return wrapped or [""]


def tag(name: str, content: str = "", **attributes: str | float) -> str:
    """One element. Underscores become hyphens; `content` is markup, attribute values are text."""
    given = "".join(f' {key.strip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class TextStyle:
    size: float = 13
    anchor: str = "start"
    weight: str = "400"
    klass: str = "drawing-text"
    fill: str = "currentColor"


def text_block(lines: Sequence[str], x: float, y: float, style: TextStyle) -> str:
    """Lines of text; `y` is the base line of the first."""
    spans = "".join(
        tag("tspan", escape(line), x=x, dy=0 if index == 0 else style.size * 1.3) for index, line in enumerate(lines)
    )
    return tag(
        "text",
        spans,
        x=x,
        y=y,
        class_=style.klass,
        font_size=style.size,
        font_weight=style.weight,
        text_anchor=style.anchor,
        fill=style.fill,
    )


@dataclass
class Sheet:
    """Collects markup and the size it needs."""

    title: str
    description: str
    parts: list[str] = field(default_factory=list)

    def add(self, *markup: str) -> None:
        self.parts.extend(markup)

    def svg(self, width: float, height: float, klass: str, *, linked: bool = False) -> str:
        """The whole picture, with words for those who can't see it. With links inside it is a group."""
        words = tag("title", escape(visible(self.title))) + tag("desc", escape(visible(self.description)))
        return tag(
            "svg",
            words + "".join(self.parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width:.0f} {height:.0f}",
            width=width,
            height=height,
            class_=f"drawing {klass}",
            role="group" if linked else "img",
            aria_label=visible(self.title),
            font_family=FONT,
            color="#1a1d23",
        )


def marker(x: float, y: float, count: int, reasons: str) -> str:
    """The quiet sign in the margin that something is asked about a factor."""
    ring = tag("circle", cx=x, cy=y, r=7, class_="drawing-gap", fill="none", stroke="#b3661b", stroke_width=1.3)
    sign = text_block(["?"], x, y + 4, TextStyle(size=11, anchor="middle", klass="drawing-gap-sign", fill="#b3661b"))
    words = tag("title", escape(visible(reasons) or f"{count} open"))
    return tag("g", words + ring + sign)
