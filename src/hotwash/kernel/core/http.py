"""HTTP as the rest of the house sees it: a request is bytes, an answer is bytes, a failure is a ``PluginError``."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """``headers`` have lower-case names; ``body`` is cut at the client's limit."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Http(Protocol):
    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        """One request, no redirects followed. Any status is an answer.

        Raises ``PluginError``: with retry where the network or the other side failed, without where the address is not
        one that may be called.
        """
        ...


def problem_of_url(url: str) -> str:
    """What is wrong with an address that somebody typed, in words for them; empty when it can be called."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        return "This is not a web address. It looks like https://example.org/path."
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "This is not a web address. It starts with https:// or http://."
    if not port_is_good:
        return "The port of this address does not exist."
    return ""


def is_public(address: str) -> bool:
    """True for an IP address of the open internet: not private, loopback, link-local, multicast or reserved."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast
