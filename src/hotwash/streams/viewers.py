"""Who may watch what: the only part of the fast door that asks Django, always in a thread."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db import close_old_connections
from django.http import HttpRequest

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident, visible_incidents

P = ParamSpec("P")
R = TypeVar("R")
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="viewers")


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call something that uses Django's database from the event loop."""

    def call() -> R:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, call)


def viewer(session_key: str | None) -> Actor | None:
    """The person whose browser sends this session cookie, or None."""
    request = HttpRequest()
    engine = import_module(settings.SESSION_ENGINE)
    session: SessionBase = engine.SessionStore(session_key)
    request.session = session
    request.user = get_user(request)
    try:
        return actor_of(request)
    except HotwashError:
        return None


def incident_number(actor: Actor, reference: str) -> int | None:
    """The number of an incident that the actor may see, or None."""
    try:
        return get_incident(actor, reference).pk
    except HotwashError:
        return None


def visible(actor: Actor, incidents: Collection[int]) -> set[int]:
    """Those of the incidents that the actor may see."""
    return set(visible_incidents(actor).filter(pk__in=incidents).values_list("pk", flat=True))
