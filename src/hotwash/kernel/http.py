"""The one way out over HTTP: no private address unless allowed, none by a redirect, nothing without end."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import httpcore2

from hotwash.kernel.config import config
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, is_public, is_somebody, problem_of_url

TIMEOUT = 10.0  # seconds, for each of connecting, reading, writing
PATIENCE = 10  # timeouts that a whole answer may take, so that no trickle holds a thread for ever
MAX_ANSWER = 2_000_000  # bytes
COLLECTOR_TIMEOUT = 30.0
MAX_COLLECTED = 64_000_000  # bytes of one answer


class ForbiddenAddress(Exception):  # noqa: N818 - reads as a sentence at the raise, and never leaves this module
    pass


class GuardedBackend(httpcore2.SyncBackend):
    """Looks a name up once, refuses what may not be, and connects to exactly the address that was checked."""

    def __init__(self, may_be: Callable[[str], bool] = is_public) -> None:
        super().__init__()
        self._may_be = may_be

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        addresses = sorted(address for address in found if self._may_be(address))
        if not addresses:
            raise ForbiddenAddress(host)
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


class HttpClient:
    """Keeps ``kernel.core.http.Http``. One client may be shared between threads."""

    def __init__(
        self,
        *,
        allow_private: bool,
        backend: httpcore2.NetworkBackend | None = None,
        timeout: float = TIMEOUT,
        limit: int = MAX_ANSWER,
    ) -> None:
        self._timeout, self._limit = timeout, limit
        backend = backend or (httpcore2.SyncBackend() if allow_private else GuardedBackend())
        self._pool = httpcore2.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        problem = problem_of_url(url)
        if problem:
            raise PluginError(problem, retry=False)
        sent = {"user-agent": "Hotwash", "content-length": str(len(body)), **(headers or {})}
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)
        try:
            with self._pool.stream(
                method, url, headers=list(sent.items()), content=body, extensions={"timeout": timeouts}
            ) as response:
                received, deadline = bytearray(), time.monotonic() + self._timeout * PATIENCE
                for chunk in response.iter_stream():
                    received += chunk
                    if len(received) > self._limit:
                        break
                    if time.monotonic() > deadline:
                        raise httpcore2.ReadTimeout
                names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                cut = len(received) > self._limit
                return HttpAnswer(response.status, names, bytes(received[: self._limit]), cut=cut)
        except ForbiddenAddress as error:
            msg = f"{error} is an address of a private network. An administrator can allow these for this server."
            raise PluginError(msg, retry=False) from error
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
            msg = f"The other side could not be reached: {type(error).__name__}. It will be tried again."
            raise PluginError(msg, retry=True) from error


@cache
def http_client() -> HttpClient:
    return HttpClient(allow_private=config().allow_private_addresses)


@cache
def collector_client() -> HttpClient:
    """For addresses that only administrators set: servers of one's own are allowed, a cloud's metadata is not."""
    private = config().allow_private_addresses
    backend = httpcore2.SyncBackend() if private else GuardedBackend(is_somebody)
    return HttpClient(allow_private=private, backend=backend, timeout=COLLECTOR_TIMEOUT, limit=MAX_COLLECTED)
