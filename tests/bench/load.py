"""Sending many requests at once and saying how it went: with wrk, which costs little itself, or with asyncio."""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"


@dataclass(frozen=True, slots=True)
class Result:
    """Answers a second, the time within which half and 99 % came, and how many were no success."""

    per_second: float
    median_ms: float
    p99_ms: float
    failed: int


def press(request: Request, *, connections: int, seconds: float) -> Result:
    if shutil.which("wrk"):
        return _with_wrk(request, connections, seconds)
    return asyncio.run(_with_asyncio(request, connections, seconds))


def _with_wrk(request: Request, connections: int, seconds: float) -> Result:
    headers = "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in request.headers.items())
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "request.lua"
        script.write_text(f'wrk.method = "{request.method}"\nwrk.body = [==[{request.body.decode()}]==]\n{headers}')
        told = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{int(seconds)}s", "--latency", "-s", str(script), request.url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    failed += sum(int(number) for number in re.findall(r"(?:connect|read|write|timeout) (\d+)", told))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate, told
    return Result(float(rate[1]), _latency(told, 50), _latency(told, 99), failed)


def _latency(told: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", told)
    assert found, told
    return float(found[1]) * UNITS[found[2]]


async def _with_asyncio(request: Request, connections: int, seconds: float) -> Result:
    times: list[float] = []
    failed = 0
    end = time.monotonic() + seconds

    async def one() -> None:
        nonlocal failed
        async with Connection(request.url) as line:
            while time.monotonic() < end:
                began = time.perf_counter()
                status, _ = await line.ask(request)
                times.append(time.perf_counter() - began)
                failed += not 200 <= status < 300

    await asyncio.gather(*(one() for _ in range(connections)))
    times.sort()
    at = [times[int(len(times) * share)] * 1000 for share in (0.5, 0.99)]
    return Result(len(times) / seconds, *at, failed)


class Connection:
    """One kept HTTP/1.1 connection; understands answers with a Content-Length."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        return self

    async def __aexit__(self, *error: object) -> None:
        self._writer.close()

    async def ask(self, request: Request) -> tuple[int, bytes]:
        """Status and body. Raises ``OSError`` or ``EOFError`` when the other side goes away."""
        target = urlsplit(request.url)
        lines = [f"{request.method} {target.path}?{target.query} HTTP/1.1", f"Host: {target.netloc}"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        lines += [f"Content-Length: {len(request.body)}", "", ""]
        self._writer.write("\r\n".join(lines).encode() + request.body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        return int(head.split(" ", 2)[1]), await self._reader.readexactly(int(length[1]) if length else 0)
