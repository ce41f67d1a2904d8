"""Asking the web process whether it is ready, without waiting for it.

The supervisor holds the listening socket, so a connection is taken at once and the question waits in it until a web
process reads it, also when the first one dies before it does.
"""

import selectors
import socket
import time

AGAIN_SECONDS = 0.3
QUESTION = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - the places where these can be reached


class Probe:
    """One question. ``due`` is when to ask again, after an answer that was no yes."""

    def __init__(self, listening: socket.socket) -> None:
        address = listening.getsockname()
        host = EVERY_ADDRESS.get(address[0], address[0])
        self.socket = socket.create_connection((host, address[1]), timeout=5)
        self.socket.sendall(QUESTION)
        self.socket.settimeout(0)
        self.due: float | None = None
        self._heard = b""

    def read(self, events: selectors.BaseSelector) -> bool:
        """Take what has come; whether the answer is yes. A no, or a hang-up, sets ``due``."""
        try:
            chunk = self.socket.recv(4096)
        except BlockingIOError:
            return False
        except ConnectionError:
            chunk = b""
        self._heard += chunk
        if chunk and b"\r\n" not in self._heard:
            return False
        self.close(events)
        if self._heard.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
            return True
        self.due = time.monotonic() + AGAIN_SECONDS
        return False

    def close(self, events: selectors.BaseSelector) -> None:
        if self.socket.fileno() != -1:
            events.unregister(self.socket)
            self.socket.close()
