"""HTTP as the rest of the house sees it: a request is bytes, an answer is bytes, a failure is a ``PluginError``."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

#: Addresses of the metadata of a cloud's machines that are not link-local.
CLOUD_METADATA = {"100.100.100.200", "fd00:ec2::254", "192.0.0.192"}


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """``headers`` have lower-case names; ``body`` is cut at the client's limit, and ``cut`` says so."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False


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


def is_somebody(address: str) -> bool:
    """True for an IP address where a server of one's own may be: public, private or this machine.

    False for link-local ones, where clouds hand out the credentials of a machine, and for those that are nobody's.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = found.ipv4_mapped or found.sixtofour if isinstance(found, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_somebody(str(inner))
    return not (found.is_link_local or found.is_multicast or found.is_unspecified or str(found) in CLOUD_METADATA)
