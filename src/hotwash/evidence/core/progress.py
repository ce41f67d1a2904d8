"""How far the reading of a file has come, told now and then, not at every piece."""

import io
from collections.abc import Callable
from typing import BinaryIO

Tell = Callable[[int], None]
EVERY = 4 << 20  # bytes
MASKING = 0.2  # of the time of reading goes into masking, measured


class ReadingStopped(Exception):  # noqa: N818 - not an error: somebody wanted it
    """What is being read is not wanted any more. Raised by who is told of the progress."""


class Watched(io.RawIOBase):
    """A stream that tells how many bytes of ``size`` were read, as a number between ``begin`` and ``end``."""

    def __init__(self, inner: BinaryIO, size: int, tell: Tell, span: tuple[int, int]) -> None:
        super().__init__()
        self._inner, self._size, self._tell, self._span = inner, max(1, size), tell, span
        self._told = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def read(self, size: int = -1, /) -> bytes:
        part = self._inner.read(size)
        at = self._inner.tell()
        if at - self._told >= EVERY or at < self._told:
            self._told = at
            begin, end = self._span
            self._tell(begin + (end - begin) * min(at, self._size) // self._size)
        return part

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what gzip's buffering calls
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
