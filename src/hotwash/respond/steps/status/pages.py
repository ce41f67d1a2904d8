"""What a status page is made of, and the states that people set by hand."""

from datetime import datetime

from hotwash.directory.models import Service
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import Recorder, step
from hotwash.process.queries import current_document
from hotwash.respond.core.status.settings import ComponentValues, PageValues, clean
from hotwash.respond.core.status.states import NAMES, ComponentState
from hotwash.respond.events.status import StatusPageChanged, StatusPageRemoved
from hotwash.respond.models import StatusComponent, StatusHold, StatusPage

LONGEST_REASON = 300


def save_status_page(
    *, actor: Actor, values: PageValues, now: datetime, page: StatusPage | None = None, version: int = 0
) -> StatusPage | Refusal:
    """Make a status page, or change one. It is rendered a moment later."""
    taken = StatusPage.objects.filter(slug=values.slug).exclude(pk=page.pk if page else 0).exists()
    audiences = {audience.key for audience in current_document().audiences}
    problems = values.problems(slug_taken=taken, audiences=audiences | ({page.audience} if page else set()))
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = StatusPage(made_at=now) if page is None else page.at_version(version)
        if row is None:
            return conflict("this status page")
        row.slug, row.title, row.words = values.slug, values.title.strip(), clean(values.words)
        row.public, row.timezone, row.at_once = values.public, values.timezone, values.at_once
        row.audience = values.audience
        row.version = row.version + 1 if row.pk else 1
        row.save()
        _changed(record, row, "made" if page is None else "changed", "the settings")
    return row


def remove_status_page(*, actor: Actor, page: StatusPage) -> None:
    """Take a page down, with its history of states set by hand, its maintenance and its subscriptions."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        record(StatusPageRemoved(title=page.title))
        page.delete()


def save_component(
    *,
    actor: Actor,
    page: StatusPage,
    values: ComponentValues,
    now: datetime,
    component: StatusComponent | None = None,
) -> StatusComponent | Refusal:
    """Put a part on the page, or change it. Its history begins now."""
    service = Service.objects.filter(pk=values.service_id or 0).first()
    if not values.name.strip() and service is not None:
        values = ComponentValues(
            name=service.name,
            group=values.group,
            description=values.description,
            order=values.order,
            service_id=service.pk,
        )
    others = StatusComponent.objects.filter(page=page).exclude(pk=component.pk if component else 0)
    problems = values.problems(
        name_taken=others.filter(name=values.name.strip()).exists(),
        service_missing=values.service_id is not None and service is None,
        count=others.count(),
    )
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = component or StatusComponent(page=page, since=now)
        row.name, row.group = values.name.strip(), values.group.strip()
        row.description, row.order, row.service = clean(values.description), values.order, service
        row.save()
        _changed(record, page, "changed" if component else "added", f"the component {row.name}")
    return row


def remove_component(*, actor: Actor, component: StatusComponent) -> None:
    with step(actor=actor, permission=Permission.MANAGE) as record:
        _changed(record, component.page, "removed", f"the component {component.name}")
        component.delete()


def hold_component(
    *, actor: Actor, component: StatusComponent, state: ComponentState, now: datetime, reason: str = ""
) -> StatusHold | Refusal:
    """Set a state by hand. It holds over what incidents say until it is let go or set again."""
    if len(reason) > LONGEST_REASON:
        return refuse("reason", f"The reason has at most {LONGEST_REASON} characters.", "reason")
    with step(actor=actor, permission=Permission.RESPOND, why=reason) as record:
        _let_go(component, now)
        row = StatusHold.objects.create(
            component=component, state=state, begins_at=now, reason=clean(reason), set_by_id=actor.person_id
        )
        _changed(record, component.page, "set", f"{component.name} to {NAMES[state].lower()} by hand")
    return row


def release_component(*, actor: Actor, component: StatusComponent, now: datetime) -> bool:
    """Let a component follow incidents and maintenance again; False where nothing was set by hand."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        if not _let_go(component, now):
            return False
        _changed(record, component.page, "let", f"{component.name} follow incidents again")
    return True


def _let_go(component: StatusComponent, now: datetime) -> bool:
    StatusComponent.objects.select_for_update(no_key=True).get(pk=component.pk)
    return bool(StatusHold.objects.filter(component=component, ends_at=None).update(ends_at=now))


def _changed(record: Recorder, page: StatusPage, verb: str, what: str) -> None:
    record(StatusPageChanged(page=page.pk, title=page.title, verb=verb, what=what))
