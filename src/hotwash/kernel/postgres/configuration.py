"""The settings of the embedded server: small when idle, safe when the power goes."""

from collections.abc import Mapping
from pathlib import Path

FILE = "hotwash.conf"

COMMON: Mapping[str, str] = {
    "listen_addresses": "''",  # a Unix socket alone, never the network
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "max_wal_size": "512MB",
    "min_wal_size": "80MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",  # no extra processes that only wait
    "max_worker_processes": "2",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "logging_collector": "off",
    "log_destination": "'stderr'",
    "log_line_prefix": "'%m '",
    "log_checkpoints": "off",
    "idle_in_transaction_session_timeout": "'5min'",
    "password_encryption": "'scram-sha-256'",
}
FORGETFUL: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "'1h'",
}


def text_of(sockets: Path, *, durable: bool) -> str:
    """The whole file; ``durable`` off is for tests, where all may be lost with the power, not with a kill."""
    values = {**COMMON, "unix_socket_directories": _quoted(str(sockets)), **({} if durable else FORGETFUL)}
    head = "# Written by Hotwash at every start. To change a value: ALTER SYSTEM SET ..., which wins over this file.\n"
    return head + "".join(f"{name} = {value}\n" for name, value in values.items())


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
