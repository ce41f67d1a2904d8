"""Template tags and filters of the design system; built in, so no template loads them.

Described with examples in docs/reference/design-system.md; seen at /design.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypedDict

from django import template
from django.forms import BoundField, CheckboxInput, Widget
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_htmx.jinja import htmx_script as _htmx_script

from hotwash.kernel.clock import now as clock_now
from hotwash.kernel.core import wording
from hotwash.kernel.core.panel import Panel
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.markdown import to_html
from hotwash.kernel.search import MARK_END, MARK_START
from hotwash.kernel.web import actor_of
from hotwash.reports.queries import comments_of
from hotwash.respond.core.states import COMMANDER
from hotwash.respond.models import Incident
from hotwash.site import assets
from hotwash.site.rail import Rail, rail_for
from hotwash.stages.rail import rail as stages_of

register = template.Library()
TONES = frozenset({"good", "warn", "bad", "info", "accent", "outline"})


class FieldContext(TypedDict):
    field: BoundField
    label: str
    help: str
    is_check: bool
    optional: bool
    widget: SafeString


class HeadContext(TypedDict):
    incident: Incident
    commander: object
    others: list[object]
    began: datetime


@register.simple_tag
def built(source: str) -> str:
    """The address of a built file, by its source: `{% built "app.ts" %}`."""
    return assets.address(source)


@register.simple_tag
def htmx() -> SafeString:
    return _htmx_script(minified=True)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the lucide set. Without a label it is decoration and hidden from screen readers."""
    inside = mark_safe(assets.icons().get(name, ""))  # noqa: S308 - from our own build
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        meaning,
        inside,
    )


@register.simple_tag
def when(value: datetime | date | None, style: str = "both") -> SafeString | str:
    """A time with its zone on hover. Styles: both, relative, absolute, time, date."""
    if value is None:
        return format_html('<span class="faint">{}</span>', wording.NOTHING)
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value.day} {value:%b %Y}")
    now = clock_now()
    local = timezone.localtime(value if timezone.is_aware(value) else timezone.make_aware(value))
    zone = local.tzname() or ""
    relative = wording.relative_words(local, now)
    absolute = wording.absolute_words(local, now, zone)
    shown = {
        "relative": relative or absolute,
        "absolute": absolute,
        "time": f"{local:%H:%M:%S}",
        "date": f"{local.day} {local:%b %Y}",
    }.get(style, f"{absolute} · {relative}" if relative else absolute)
    moving = format_html(' data-relative="{}"', style)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        local.isoformat(timespec="seconds"),
        wording.full_words(local, zone),
        moving if relative and style in {"both", "relative"} else "",
        shown,
    )


@register.simple_tag
def clock(since: datetime, until: datetime | None = None, caption: str = "since it started") -> SafeString:
    """A clock that runs until `until` is known."""
    shown = wording.clock_words((until or clock_now()) - since)
    running = format_html(' data-running data-clock="{}"', since.isoformat()) if until is None else ""
    return format_html(
        '<div class="clock"{}><span class="figures-large">{}</span><span class="caption">{}</span></div>',
        running,
        shown,
        caption,
    )


@register.filter
def duration(value: timedelta | float | None) -> str:
    return wording.NOTHING if value is None else wording.duration_words(value)


@register.filter
def percent(value: Decimal | float | None) -> str:
    return wording.NOTHING if value is None else wording.percent_words(value)


@register.filter
def markdown(text: str | None) -> SafeString:
    return to_html(text or "")


@register.filter
def undo_address(extra_tags: str | None) -> str:
    """The address in a message's extra tags: `messages.success(request, text, extra_tags=f"undo:{url}")`."""
    found = next((tag[5:] for tag in (extra_tags or "").split() if tag.startswith("undo:/")), "")
    return "" if found.startswith("//") else found


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", help_text: str = "") -> FieldContext:
    """A form field with label, help and errors: `{% field form.title %}`."""
    inner: Widget = bound.field.widget
    return FieldContext(
        field=bound,
        label=label or str(bound.label or ""),
        help=help_text or str(bound.help_text or ""),
        is_check=isinstance(inner, CheckboxInput),
        optional=not bound.field.required and not isinstance(inner, CheckboxInput),
        widget=bound.as_widget(),
    )


@register.simple_tag
def badge(text: object, tone: str = "", icon_name: str = "") -> SafeString:
    """A word with a tone: good, warn, bad, info, accent, outline or none."""
    sign = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge {}">{}{}</span>', tone if tone in TONES else "", sign, text)


@register.simple_tag
def severity(key: str, name: str = "", rank: int = 0) -> SafeString:
    """The badge of a severity; without name and rank both are read from the key."""
    level = rank or wording.severity_rank(key)
    return format_html('<span class="badge severity" data-rank="{}">{}</span>', level, name or _words(key))


@register.simple_tag
def state(key: str, name: str = "") -> SafeString:
    return format_html('<span class="badge state" data-state="{}">{}</span>', key, name or _words(key))


@register.simple_tag
def category(key: str, name: str = "") -> SafeString:
    return format_html('<span class="badge category" data-category="{}">{}</span>', key, name or _words(key))


@register.simple_tag
def reference(text: str, href: str = "") -> SafeString:
    """INC-42, T-12 … a link where it leads somewhere."""
    if href:
        return format_html('<a class="reference" href="{}">{}</a>', href, text)
    return format_html('<span class="reference">{}</span>', text)


@register.simple_tag
def initials(person: object) -> SafeString:
    """The avatar of a person: the initials, the name on hover. It stands beside the name or instead of it."""
    name = str(getattr(person, "name", "") or person or "?")
    return format_html('<span class="avatar" title="{}" aria-hidden="true">{}</span>', name, wording.initials_of(name))


@register.simple_tag
def person(somebody: object, otherwise: str = "nobody yet") -> SafeString:
    """Avatar and name."""
    if not somebody:
        return format_html('<span class="faint">{}</span>', otherwise)
    name = str(getattr(somebody, "name", "") or somebody)
    return format_html('<span class="person">{}<span>{}</span></span>', initials(somebody), name)


@register.simple_tag(takes_context=True)
def rail_of(context: Context, incident: Incident) -> Rail:
    """The stage rail of an incident: `{% rail_of incident as rail %}`."""
    request = context.get("request")
    return rail_for(stages_of(incident), incident.reference, getattr(request, "path", ""))


@register.simple_tag(takes_context=True)
def panel_body(context: Context, panel: Panel, incident: Incident) -> SafeString:
    """What a stage shows of itself: its own template with its own values."""
    return render_to_string(panel.template, {**panel.context, "incident": incident}, context.get("request"))


@register.simple_tag(takes_context=True)
def comments_on(context: Context, incident: Incident, targets: Sequence[str]) -> SafeString:
    """What was said about a part of the record (``targets``: its reference, then those that lead to it), and the form
    to say something: the comments of the report, wherever that part is shown.
    """
    request = context.get("request")
    if request is None:
        return SafeString("")
    actor = actor_of(request)
    shown = {
        "incident": incident,
        "comments": comments_of(incident, targets),
        "about": targets[0],
        "back": request.path,
        "me": actor.person_id,
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "may_comment": allowed(actor, Permission.COMMENT, incident),
    }
    return render_to_string("reports/parts/comments.html", shown, request)


@register.inclusion_tag("components/incident_head.html")
def incident_head(incident: Incident) -> HeadContext:
    taking_part = list(incident.participants.filter(until=None).select_related("person"))
    commander = next((one.person for one in taking_part if one.role == COMMANDER), None)
    others = {one.person_id: one.person for one in taking_part if one.person != commander}
    began = incident.started_at or incident.detected_at or incident.declared_at
    return HeadContext(incident=incident, commander=commander, others=list(others.values()), began=began)


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "circle-dashed", level: int = 2) -> SafeString:
    """Nothing here yet: `{% empty title="No entries yet" icon_name="clock" %}<p>…</p>{% endempty %}`."""
    head = format_html("<h{0}>{1}</h{0}>", int(level), title)
    return format_html('<div class="empty">{}{}{}</div>', icon(icon_name), head, content)


@register.simple_block_tag
def note(content: str, title: str) -> SafeString:
    """A note in the side column."""
    return format_html('<section class="note"><h2>{}</h2>{}</section>', title, content)


@register.simple_block_tag
def callout(content: str, tone: str = "info") -> SafeString:
    sign = {"good": "circle-check", "warn": "triangle-alert", "bad": "octagon-alert"}.get(tone, "info")
    return format_html('<div class="callout {}">{}<div>{}</div></div>', tone, icon(sign), content)


@register.simple_block_tag
def menu(content: str, key: str, label: str = "More", icon_name: str = "ellipsis") -> SafeString:
    """A menu behind a button; `key` must be one of a kind on the page."""
    return format_html(
        '<div class="menu"><button type="button" class="button quiet small icon-only" popovertarget="menu-{0}"'
        ' aria-label="{1}" title="{1}">{2}</button><div class="menu-list" id="menu-{0}" popover>{3}</div></div>',
        key,
        label,
        icon(icon_name),
        content,
    )


@register.simple_block_tag
def dialog(content: str, key: str, title: str) -> SafeString:
    """A dialog, opened by `<button data-dialog="key">`."""
    close = format_html('<button class="button quiet small icon-only" aria-label="Close">{}</button>', icon("x"))
    return format_html(
        '<dialog class="dialog" id="dialog-{0}" aria-labelledby="dialog-{0}-title">'
        '<header><h2 id="dialog-{0}-title">{1}</h2><form method="dialog">{2}</form></header>{3}</dialog>',
        key,
        title,
        close,
        content,
    )


def _words(key: str) -> str:
    """sev1 -> SEV 1, in_progress -> In progress."""
    if key[-1:].isdigit():
        return f"{key[:-1].upper()} {key[-1]}"
    return key.replace("_", " ").replace("-", " ").capitalize()


@register.filter
def marked(snippet: str) -> SafeString:
    """A snippet of the search with its matched words marked."""
    return mark_safe(escape(snippet).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>"))  # noqa: S308 - escaped
