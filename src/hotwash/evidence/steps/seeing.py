"""What the worker does with a picture: a small one for lists, and its words where Tesseract is installed."""

import io
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hotwash.evidence.core.scrub import scrub_text
from hotwash.kernel import storage
from hotwash.kernel.config import config
from hotwash.ports.reading.words import LONGEST, Recogniser, Seen, lines_of, scale_for

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 60  # for one picture
THUMBNAIL = (480, 320)
LARGEST = 60_000_000  # bytes of a picture that is opened
MOST_PIXELS = 80_000_000
_OUTPUT = 4_000_000  # bytes of the answer that are read


@dataclass(frozen=True, slots=True)
class Look:
    """``thumbnail`` names a stored PNG, empty where the picture can't be opened."""

    thumbnail: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program of that name (``apt install tesseract-ocr``). It gets a picture drawn anew by us, one core and a
    minute; what it writes beyond four megabytes is not read.
    """

    program: str
    seconds: float = SECONDS

    def read(self, png: bytes) -> Seen:
        command = [self.program, "stdin", "stdout", "--psm", "11", "tsv"]
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
            given.write(png)
            given.seek(0)
            try:
                done = subprocess.run(
                    command,
                    stdin=given,
                    stdout=answer,
                    stderr=subprocess.DEVNULL,
                    timeout=self.seconds,
                    check=False,
                    env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
                )
            except subprocess.TimeoutExpired:
                return Seen(problem=f"Its words were not read within {self.seconds:.0f} seconds.")
            except OSError as error:
                return Seen(problem=f"Its words could not be read: {error.strerror or error}.")
            answer.seek(0)
            text = answer.read(_OUTPUT).decode("utf-8", "replace")
        if done.returncode:
            return Seen(problem="Tesseract could not read this picture.")
        return Seen(lines_of(text), _version(self.program))


def recogniser() -> Recogniser | None:
    """The program for words in pictures, where the machine has one and the setting lets it run."""
    wanted = config().tesseract
    program = None if wanted == "off" else shutil.which(wanted or "tesseract")
    return Tesseract(program) if program else None


@cache
def _version(program: str) -> str:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "Tesseract"
    first = (told.stdout or told.stderr).decode("utf-8", "replace").split("\n", 1)[0]
    return first.strip()[:60] or "Tesseract"


def look_closer(sha256: str, size: int) -> Look:
    """The small picture and the words of a stored one. Words are masked like any text of the evidence."""
    if size > LARGEST:
        return Look("", Seen(problem="The picture is too large to be shown small or to have its words read."))
    with storage.open_blob(sha256) as stream:
        image = _opened(stream.read())
    if image is None:
        return Look("", Seen())
    reader = recogniser()
    seen = reader.read(_png(image, scale_for(*image.size))) if reader else Seen()
    clean = Seen(scrub_text(seen.text.replace("\x00", ""))[:LONGEST], seen.by, seen.problem)
    image.thumbnail(THUMBNAIL)
    return Look(storage.put(_png(image, 1.0)).sha256, clean)


def _opened(raw: bytes) -> "Image | None":
    from PIL import Image, ImageOps  # noqa: PLC0415 - only the worker needs it, and only for pictures

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(raw))
            if image.size[0] * image.size[1] > MOST_PIXELS:
                return None
            return ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, TypeError, KeyError, MemoryError, Image.DecompressionBombError):
            return None


def _png(image: "Image", factor: float) -> bytes:
    if factor != 1.0:
        image = image.resize((max(1, int(image.width * factor)), max(1, int(image.height * factor))))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
