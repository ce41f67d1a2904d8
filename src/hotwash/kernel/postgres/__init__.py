"""The embedded database: PostgreSQL from a Python package, on a Unix socket, owned by one process at a time."""

from hotwash.kernel.postgres.cluster import DatabaseFailure
from hotwash.kernel.postgres.places import data_folder
from hotwash.kernel.postgres.server import AlreadyRunning, EmbeddedPostgres, ensure_running

__all__ = ["AlreadyRunning", "DatabaseFailure", "EmbeddedPostgres", "data_folder", "ensure_running"]
