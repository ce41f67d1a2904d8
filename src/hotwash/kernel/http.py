"""The one way out over HTTP: no private address unless allowed, none by a redirect, nothing without end."""

import socket
import ssl
from collections.abc import Iterable, Mapping
from functools import cache

import httpcore2

from hotwash.kernel.config import config
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, is_public, problem_of_url

TIMEOUT = 10.0  # seconds, for each of connecting, reading, writing
MAX_ANSWER = 2_000_000  # bytes


class ForbiddenAddress(Exception):  # noqa: N818 - reads as a sentence at the raise, and never leaves this module
    pass


class GuardedBackend(httpcore2.SyncBackend):
    """Looks a name up once, refuses what is not public, and connects to exactly the address that was checked."""

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
        addresses = sorted(address for address in found if is_public(address))
        if not addresses:
            raise ForbiddenAddress(host)
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


class HttpClient:
    """Keeps ``kernel.core.http.Http``. One client may be shared between threads."""

    def __init__(self, *, allow_private: bool) -> None:
        backend = httpcore2.SyncBackend() if allow_private else GuardedBackend()
        self._pool = httpcore2.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        problem = problem_of_url(url)
        if problem:
            raise PluginError(problem, retry=False)
        sent = {"user-agent": "Hotwash", "content-length": str(len(body)), **(headers or {})}
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
        try:
            with self._pool.stream(
                method, url, headers=list(sent.items()), content=body, extensions={"timeout": timeouts}
            ) as response:
                received = b""
                for chunk in response.iter_stream():
                    received += chunk
                    if len(received) >= MAX_ANSWER:
                        break
                names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return HttpAnswer(response.status, names, received[:MAX_ANSWER])
        except ForbiddenAddress as error:
            msg = f"{error} is an address of a private network. An administrator can allow these for this server."
            raise PluginError(msg, retry=False) from error
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
            msg = f"The other side could not be reached: {type(error).__name__}. It will be tried again."
            raise PluginError(msg, retry=True) from error


@cache
def http_client() -> HttpClient:
    return HttpClient(allow_private=config().allow_private_addresses)
