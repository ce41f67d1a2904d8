"""The words of tus 1.0.0, the protocol for uploads that can be resumed: https://tus.io/protocols/resumable-upload

Here are the parts that need neither a file nor a request: what headers say, and whether a piece may follow what is
there. Of the extensions: creation, termination, expiration. Not taken: a length that is told later, pieces in the
request that creates, concatenation.
"""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460  # as the checksum extension has it
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a request is not taken: an HTTP status, a word for programs, a sentence for people."""

    status: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Wish:
    """An upload as it is announced. ``sha256`` is "" where nobody checks."""

    length: int
    name: str
    sha256: str = ""


def wish_of(length: str, metadata: str, most: int) -> Wish | Trouble:
    """What the headers ``Upload-Length`` and ``Upload-Metadata`` announce. ``most`` bytes are taken."""
    size = whole_number(length)
    if size is None:
        return Trouble(400, "length", "Upload-Length must say how many bytes the file has.")
    if size > most:
        text = f"The file is larger than {most:,} bytes. Split it, or raise HOTWASH_MAX_UPLOAD_BYTES."
        return Trouble(413, "too_large", text)
    if size == 0:
        return Trouble(422, "empty", "The file is empty: there is nothing to keep.")
    said = metadata_of(metadata)
    if said is None:
        return Trouble(400, "metadata", "Upload-Metadata must be pairs of a name and a value in base64, with commas.")
    sha256 = said.get("sha256", "").lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        return Trouble(400, "sha256", "sha256 in Upload-Metadata must be 64 hexadecimal digits.")
    return Wish(size, said.get("path") or said.get("filename") or "evidence", sha256)


def metadata_of(header: str) -> dict[str, str] | None:
    """``filename YXBwLmxvZw==,path bG9ncy9hcHAubG9n``: names and texts; None where it cannot be read."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None
    return found


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def trouble_of_version(version: str) -> Trouble | None:
    """A client that speaks another version of the protocol."""
    if version == VERSION:
        return None
    return Trouble(412, "version", f"Say Tus-Resumable: {VERSION}; this is the version that is spoken here.")


def trouble_of_piece(content_type: str, offset: str, size: int) -> Trouble | None:
    """Headers of a piece that is none. ``size`` is what the request says it brings, -1 where it does not."""
    if content_type.split(";", maxsplit=1)[0].strip() != PIECE_TYPE:
        return Trouble(415, "type", f"A piece is sent as {PIECE_TYPE}.")
    if whole_number(offset) is None:
        return Trouble(400, "offset", "Upload-Offset must say where the piece begins.")
    if size < 0:
        return Trouble(411, "content_length", "Content-Length must say how long the piece is.")
    return None


def trouble_of_place(*, here: int, length: int, offset: int, size: int) -> Trouble | None:
    """Whether a piece goes on where the upload ends, and stays within what was announced."""
    if offset != here:
        return Trouble(409, "offset", f"{here} bytes are here: go on there, not at {offset}.")
    if offset + size > length:
        return Trouble(413, "beyond", f"The file was announced with {length} bytes; this piece goes beyond its end.")
    return None


def http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)
