"""Status pages. What a page itself says is told to everybody by its own ``api/v2/summary.json``."""

import json

from django.http import HttpRequest
from ninja import Router, Status

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_status as s
from hotwash.respond.core.status.settings import ComponentValues, PageValues, WorkValues
from hotwash.respond.models import StatusComponent, StatusMaintenance, StatusPage, StatusSubscription
from hotwash.respond.queries import (
    components_of,
    get_status_page,
    maintenance_of,
    status_document,
    status_pages,
    subscriptions_of,
)
from hotwash.respond.steps import (
    end_maintenance,
    end_subscription,
    hold_component,
    release_component,
    remove_component,
    remove_status_page,
    save_component,
    save_maintenance,
    save_status_page,
    subscribe,
)

router = Router(tags=["respond"])


def _values(body: s.StatusPageIn) -> PageValues:
    return PageValues(**body.dict(exclude={"version"}))


def _component_values(body: s.ComponentIn) -> ComponentValues:
    return ComponentValues(**body.dict(exclude={"service"}), service_id=body.service)


def _work_values(body: s.MaintenanceIn) -> WorkValues:
    return WorkValues(**body.dict(exclude={"version", "components"}), component_ids=tuple(body.components))


def _component(slug: str, pk: int) -> StatusComponent:
    rows = StatusComponent.objects.select_related("page").filter(pk=pk, page__slug=slug)
    return existing(rows, f"The page has no component {pk}.")


def _maintenance(slug: str, pk: int) -> StatusMaintenance:
    rows = StatusMaintenance.objects.select_related("page").filter(pk=pk, page__slug=slug)
    return existing(rows, f"The page has no maintenance {pk}.")


def _out(slug: str) -> list[s.ComponentOut]:
    return [
        s.ComponentOut(
            id=row.pk,
            name=row.name,
            group=row.group,
            description=row.description,
            order=row.order,
            service=row.service_id,
            state=said.state,
            by_hand=hold is not None,
            reason=hold.reason if hold else "",
        )
        for row, said, hold in components_of(get_status_page(slug), clock.now())
    ]


@router.get("/status-pages", response={200: list[s.StatusPageRowOut], **REFUSALS})
def pages(request: HttpRequest) -> list[StatusPage]:
    actor_of(request)
    return list(status_pages())


@router.post("/status-pages", response={201: s.StatusPageOut, **REFUSALS})
def new_page(request: HttpRequest, body: s.StatusPageIn) -> Status[StatusPage] | Refused:
    done = save_status_page(actor=actor_of(request), values=_values(body), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.put("/status-pages/{slug}", response={200: s.StatusPageOut, **REFUSALS})
def change_page(request: HttpRequest, slug: str, body: s.StatusPageIn) -> StatusPage | Refused:
    actor = actor_of(request)
    page = get_status_page(slug)
    done = save_status_page(actor=actor, values=_values(body), now=clock.now(), page=page, version=body.version)
    return refused(done) if isinstance(done, Refusal) else done


@router.delete("/status-pages/{slug}", response={204: None, **REFUSALS})
def remove_page(request: HttpRequest, slug: str) -> Status[None]:
    """Take a page down, with its maintenance and its subscribers."""
    remove_status_page(actor=actor_of(request), page=get_status_page(slug))
    return Status(204, None)


@router.get("/status-pages/{slug}/summary", response={200: dict[str, object], **REFUSALS})
def summary(request: HttpRequest, slug: str) -> dict[str, object]:
    """What the page says, as rendered last; in the shape of statuspage.io's API, version 2."""
    actor_of(request)
    document = status_document(get_status_page(slug), "api/v2/summary.json")
    found: dict[str, object] = json.loads(document.body) if document else {}
    return found


@router.get("/status-pages/{slug}/components", response={200: list[s.ComponentOut], **REFUSALS})
def components(request: HttpRequest, slug: str) -> list[s.ComponentOut]:
    actor_of(request)
    return _out(slug)


@router.post("/status-pages/{slug}/components", response={201: list[s.ComponentOut], **REFUSALS})
def new_component(request: HttpRequest, slug: str, body: s.ComponentIn) -> Status[list[s.ComponentOut]] | Refused:
    """Gives all components of the page, in their order."""
    actor = actor_of(request)
    done = save_component(actor=actor, page=get_status_page(slug), values=_component_values(body), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, _out(slug))


@router.put("/status-pages/{slug}/components/{pk}", response={200: list[s.ComponentOut], **REFUSALS})
def change_component(request: HttpRequest, slug: str, pk: int, body: s.ComponentIn) -> list[s.ComponentOut] | Refused:
    actor = actor_of(request)
    row = _component(slug, pk)
    done = save_component(actor=actor, page=row.page, values=_component_values(body), now=clock.now(), component=row)
    return refused(done) if isinstance(done, Refusal) else _out(slug)


@router.delete("/status-pages/{slug}/components/{pk}", response={204: None, **REFUSALS})
def drop_component(request: HttpRequest, slug: str, pk: int) -> Status[None]:
    remove_component(actor=actor_of(request), component=_component(slug, pk))
    return Status(204, None)


@router.post("/status-pages/{slug}/components/{pk}/state", response={200: list[s.ComponentOut], **REFUSALS})
def set_state(request: HttpRequest, slug: str, pk: int, body: s.HoldIn) -> list[s.ComponentOut] | Refused:
    """Set a state by hand: it holds over what incidents say."""
    actor = actor_of(request)
    row = _component(slug, pk)
    done = hold_component(actor=actor, component=row, state=body.state, now=clock.now(), reason=body.reason)
    return refused(done) if isinstance(done, Refusal) else _out(slug)


@router.delete("/status-pages/{slug}/components/{pk}/state", response={200: list[s.ComponentOut], **REFUSALS})
def let_go(request: HttpRequest, slug: str, pk: int) -> list[s.ComponentOut]:
    """Let the component follow incidents and maintenance again."""
    release_component(actor=actor_of(request), component=_component(slug, pk), now=clock.now())
    return _out(slug)


@router.get("/status-pages/{slug}/maintenance", response={200: list[s.MaintenanceOut], **REFUSALS})
def works(request: HttpRequest, slug: str) -> list[StatusMaintenance]:
    actor_of(request)
    return list(maintenance_of(get_status_page(slug))[:200])


@router.post("/status-pages/{slug}/maintenance", response={201: s.MaintenanceOut, **REFUSALS})
def announce(request: HttpRequest, slug: str, body: s.MaintenanceIn) -> Status[StatusMaintenance] | Refused:
    """Announce maintenance; subscribers are told now, when it begins and when it ends."""
    actor = actor_of(request)
    done = save_maintenance(actor=actor, page=get_status_page(slug), values=_work_values(body), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.put("/status-pages/{slug}/maintenance/{pk}", response={200: s.MaintenanceOut, **REFUSALS})
def change_work(request: HttpRequest, slug: str, pk: int, body: s.MaintenanceIn) -> StatusMaintenance | Refused:
    actor = actor_of(request)
    row = _maintenance(slug, pk)
    done = save_maintenance(
        actor=actor,
        page=row.page,
        values=_work_values(body),
        now=clock.now(),
        maintenance=row,
        version=body.version,
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/status-pages/{slug}/maintenance/{pk}/end", response={200: s.MaintenanceOut, **REFUSALS})
def end_work(request: HttpRequest, slug: str, pk: int) -> StatusMaintenance | Refused:
    """It is done; what has not begun is called off."""
    done = end_maintenance(actor=actor_of(request), maintenance=_maintenance(slug, pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.get("/status-pages/{slug}/subscriptions", response={200: list[s.SubscriptionOut], **REFUSALS})
def subscriptions(request: HttpRequest, slug: str) -> list[StatusSubscription]:
    """Who is told; empty for those who do not manage the page."""
    return list(subscriptions_of(get_status_page(slug), actor_of(request))[:1000])


@router.post("/status-pages/{slug}/subscriptions", response={201: s.SubscriptionOut, **REFUSALS})
def ask(request: HttpRequest, slug: str, body: s.SubscribeIn) -> Status[StatusSubscription] | Refused:
    done = subscribe(
        actor=actor_of(request), page=get_status_page(slug), kind=body.kind, address=body.address, now=clock.now()
    )
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.delete("/status-pages/{slug}/subscriptions/{pk}", response={204: None, **REFUSALS})
def take_off(request: HttpRequest, slug: str, pk: int) -> Status[None]:
    rows = StatusSubscription.objects.select_related("page").filter(pk=pk, page__slug=slug)
    row = existing(rows, f"The page has no subscription {pk}.")
    end_subscription(actor=actor_of(request), subscription=row, now=clock.now())
    return Status(204, None)
