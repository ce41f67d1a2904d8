"""Opening the database for a command: an embedded server is joined, or started for as long as the command runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from hotwash.kernel.config import config


@contextmanager
def opened() -> Iterator[None]:
    """Django is set up and its database answers, inside the block."""
    if config().database_url:
        _set_up()
        yield
        return
    from hotwash.kernel.postgres import EmbeddedPostgres  # only where it is wanted

    with EmbeddedPostgres(config().data) as server:
        os.environ["DATABASE_URL"] = server.dsn
        config.cache_clear()
        _set_up()
        yield
        from django.db import connections

        connections.close_all()


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotwash.site.settings")
    django.setup()
