"""The queue's worker: procrastinate with our jobs and our patience; takes back the jobs of workers that died."""

import asyncio
import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import close_old_connections
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app as django_app
from procrastinate.jobs import Job

from hotwash import flow
from hotwash.kernel import clock, outbox
from hotwash.kernel.core.event import DomainEvent, Json
from hotwash.kernel.core.patience import wait_after
from hotwash.worker.precedence import give_way
from hotwash.worker.tasks import run_job

CONCURRENCY = 4
HEARTBEAT_SECONDS = 3.0
DEAD_AFTER_SECONDS = 10.0
POLL_SECONDS = 1.0  # delayed jobs fall due without a notification
GRACE_SECONDS = 5.0
P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)


class Patience(BaseRetryStrategy):
    """Tries again as ``patience`` says."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = wait_after(exception, job.attempts)
        if wait is None:
            log.error("job %s is given up: %s", job.call_string, exception)
            return None
        return RetryDecision(retry_at=clock.now() + wait)


def queue_app() -> App:
    """The app of the worker process, on connections of its own, with the code of every job and every periodic task."""
    app = django_app.with_connector(django_app.connector.get_worker_connector())  # type: ignore[attr-defined]
    for name in (outbox.FOLLOW, outbox.WAKE, outbox.RUN):
        app.task(name=name, queue=outbox.QUEUE, retry=Patience())(_job(name))
    for cron, function in flow.PERIODIC:
        name = f"hotwash.periodic.{function.__module__}.{function.__qualname__}"  # type: ignore[attr-defined]
        task = app.task(name=name, queue=outbox.QUEUE, queueing_lock=name, pass_context=False)(_at_present(function))
        app.periodic(cron=cron, periodic_id=name)(task)
    return app


def with_fresh_connections(job: Callable[P, R]) -> Callable[P, R]:
    """Jobs run in threads that live on: none may keep a connection that broke or a transaction that stayed open."""

    @functools.wraps(job)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        close_old_connections()
        try:
            return job(*args, **kwargs)
        finally:
            close_old_connections()

    return call


def _job(name: str) -> Callable[..., None]:
    def call(**arguments: Json) -> None:
        give_way()
        run_job(name, arguments, now=clock.now(), failed=try_again)

    return with_fresh_connections(call)


def try_again(follower: str, event: DomainEvent, error: Exception) -> None:
    """Put the follower off, alone; a broken database raises here, and the whole job is tried again."""
    wait = wait_after(error, 0)
    if wait is None:
        log.error("%s(%s) is given up: %s", follower, event.type, error)
    else:
        log.warning("%s(%s) failed and is tried again: %s", follower, event.type, error)
        outbox.run_again(follower, event, at=clock.now() + wait)


def _at_present(function: flow.Periodic) -> Callable[..., None]:
    def call(timestamp: int) -> None:  # noqa: ARG001 - the minute it was planned for; the present counts
        function(now=clock.now())

    return with_fresh_connections(call)


async def take_back_jobs_of_the_dead(app: App) -> None:
    """Jobs that a killed worker left half done are due again; forever, every few seconds."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
            log.warning("job %s of a worker that died is taken back", job.call_string)
            await app.job_manager.retry_job(job, retry_at=clock.now())
        await app.job_manager.prune_stalled_workers(DEAD_AFTER_SECONDS)
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def run_queue(app: App) -> None:
    """Work on jobs until cancelled; then what runs may end, for a few seconds."""
    await app.run_worker_async(
        queues=[outbox.QUEUE],
        concurrency=CONCURRENCY,
        install_signal_handlers=False,
        fetch_job_polling_interval=POLL_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_AFTER_SECONDS,
    )
