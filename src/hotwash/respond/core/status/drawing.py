"""The one picture of a component's history: a bar for each day, its colour the worst state of that day."""

from collections.abc import Sequence
from html import escape

from hotwash.kernel.core.wording import duration_words
from hotwash.respond.core.status.spans import Stretch, percent
from hotwash.respond.core.status.states import NAMES, ComponentState

STEP, WIDTH, HEIGHT = 6, 4, 32


def bars(days: Sequence[Stretch], name: str) -> str:
    """SVG without colours of its own: the classes are the states, so that light, dark and print each have theirs."""
    wide = len(days) * STEP - (STEP - WIDTH)
    drawn = "".join(_bar(place * STEP, day) for place, day in enumerate(days))
    return (
        f'<svg class="status-bars" viewBox="0 0 {wide} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(_told(days, name))}">{drawn}</svg>'
    )


def tip(day: Stretch) -> str:
    """What is said of a day: 3 May 2026: partial outage, 14 min."""
    when = f"{day.first.day} {day.first:%b %Y}"
    if not day.is_known:
        return f"{when}: no record"
    if day.worst == ComponentState.OPERATIONAL:
        return f"{when}: no disturbance"
    return f"{when}: {NAMES[day.worst].lower()}, {duration_words(day.seconds)} in all, {percent(day.uptime)}"


def _bar(left: int, day: Stretch) -> str:
    kind = day.worst if day.is_known else "unknown"
    box = f'class="{kind}" x="{left}" y="0" width="{WIDTH}" height="{HEIGHT}"'
    return f"<rect {box}><title>{escape(tip(day))}</title></rect>"


def _told(days: Sequence[Stretch], name: str) -> str:
    bad = sum(day.is_known and day.worst != ComponentState.OPERATIONAL for day in days)
    return f"{name}: {bad or 'none'} of the last {len(days)} days with a disturbance or maintenance"
