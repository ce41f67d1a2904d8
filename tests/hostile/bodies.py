"""Files that nobody should have to read, made by us."""

import io
import random
import zipfile

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def bomb(name: str) -> bytes:
    """A zip that unpacks to a thousand times its size."""
    return packed({name: bytes(80_000_000)})


def climbing(name: str, content: bytes) -> bytes:
    """A zip with two members that would land elsewhere, and one that is fine."""
    return packed({f"../../{name}": content, f"/tmp/{name}": content, f"fine-{name}": content})


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def noise(size: int = 100_000) -> bytes:
    return random.Random(1).randbytes(size)


def long_line(size: int = 5_000_000) -> bytes:
    return b"2026-03-02 13:00:00 ERROR " + b"x" * size + b"\n2026-03-02 13:00:01 INFO ok\n"
