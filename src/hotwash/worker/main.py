"""The worker process: the queue and the deliveries, until it is told to stop."""

import asyncio
import logging
import signal
from collections.abc import Coroutine

from hotwash.worker import queue
from hotwash.worker.deliveries import take_deliveries
from hotwash.worker.due import look_for_due
from hotwash.worker.niceness import let_others_first

log = logging.getLogger(__name__)


def main(dsn: str) -> int:
    """Run until SIGTERM or Ctrl-C; 1 when a part failed, so that whoever watches starts it again."""
    let_others_first()
    return asyncio.run(_work(dsn))


async def _work(dsn: str) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    app = queue.queue_app()
    async with app.open_async():
        parts = [
            _part("queue", queue.run_queue(app)),
            _part("stalled jobs", queue.take_back_jobs_of_the_dead(app)),
            _part("due rows", look_for_due()),
            _part("deliveries", take_deliveries(dsn)),
        ]
        print("working", flush=True)  # noqa: T201 - the supervisor and people read it
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({stopped, *parts}, return_when=asyncio.FIRST_COMPLETED)
        failed = not stop.is_set()
        for part in (stopped, *parts):
            part.cancel()
        results = await asyncio.gather(*parts, return_exceptions=True)
    for part, result in zip(parts, results, strict=True):
        if isinstance(result, Exception):
            log.error("%s failed: %s", part.get_name(), str(result).strip())
    return int(failed)


def _part(name: str, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
    return asyncio.create_task(work, name=name)
