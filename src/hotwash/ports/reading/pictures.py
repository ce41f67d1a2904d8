"""Pictures: the time that the camera or the screenshot program wrote into them. What they show is for people."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.stamps import Basis, Stamp, from_text, to_stamp
from hotwash.ports.stamps.zones import offset_of

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WEBP"),
    (b"BM", "BMP"),
)
_TAKEN, _CHANGED, _TAKEN_ZONE, _ZONE, _PARTS, _EXIF = 0x9003, 0x0132, 0x9011, 0x9010, 0x9291, 0x8769
_TEXTS = (
    "Creation Time",
    "creation time",
    "create-date",
    "date:create",
    "Date",
    "xmp:CreateDate",
    "Timestamp",
    "Software Time",
)


_MEDIA = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "BMP": "image/bmp"}


def media_type(head: bytes) -> str:
    """The type that a picture is served with, by its first bytes."""
    name = next((name for start, name in _STARTS if head.startswith(start)), "") if is_picture(head) else ""
    return _MEDIA.get(name, "application/octet-stream")


def is_picture(head: bytes) -> bool:
    return any(head.startswith(start) for start, _ in _STARTS) and (
        not head.startswith(b"RIFF") or head[8:12] == b"WEBP"
    )


@dataclass(frozen=True)
class PictureFormat:
    key: str = "picture"
    title: str = "Picture or screenshot"
    family: str = "picture"

    def recognise(self, sample: Sample) -> float:
        return 0.99 if is_picture(sample.head) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        raw = body.raw()
        body.read_lines = body.understood = 1
        stamp, size, problem = look_at(raw)
        if problem:
            body.fail(problem)
            return
        if stamp is None:
            body.problems.append("The picture does not say when it was taken: give it a time by hand.")
        fields = {"width": str(size[0]), "height": str(size[1])}
        yield Record(
            stamp, f"Picture {body.name.rsplit('/', 1)[-1]}, {size[0]} x {size[1]}", 1, 0, None, "picture", fields
        )


def look_at(raw: bytes) -> tuple[Stamp | None, tuple[int, int], str]:
    """The time, the size, and a word about what is wrong with the picture ("" if nothing)."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(raw))
            texts = {str(name): value for name, value in image.info.items() if isinstance(value, str)}
            exif = {**image.getexif(), **image.getexif().get_ifd(_EXIF)}
        except (OSError, ValueError, SyntaxError, TypeError, KeyError, MemoryError, Image.DecompressionBombError):
            return None, (0, 0), "The picture is damaged and could not be opened; the file itself is kept."
    stamp = _from_exif(exif) or _from_texts(texts) or png_time(raw)
    return stamp, image.size, ""


def _from_exif(exif: dict[int, object]) -> Stamp | None:
    for tag, zone_tag in ((_TAKEN, _TAKEN_ZONE), (_CHANGED, _ZONE)):
        value = str(exif.get(tag, "")).strip("\x00 ")
        if len(value) < 19 or not value[:4].isdigit():
            continue
        offset, _ = offset_of(str(exif.get(zone_tag, "")).strip("\x00 "))
        fraction = str(exif.get(_PARTS, "")).strip("\x00 ") if tag == _TAKEN else ""
        parts = [int(part) for part in value[:19].replace(" ", ":").split(":") if part.isdigit()]
        if len(parts) == 6:
            year, month, day, hour, minute, second = parts
            fraction = fraction if fraction.isdigit() else ""
            return to_stamp((year, month, day), (hour, minute, second), fraction, offset, value)
    return None


def _from_texts(texts: dict[str, str]) -> Stamp | None:
    return next((stamp for name in _TEXTS if name in texts and (stamp := from_text(texts[name]))), None)


def png_time(raw: bytes) -> Stamp | None:
    """The tIME chunk: last change, in UTC by definition."""
    at = raw.find(b"\x00\x00\x00\x07tIME")
    if not raw.startswith(b"\x89PNG") or at < 0 or len(raw) < at + 15:
        return None
    data = raw[at + 8 : at + 15]
    year, (month, day, hour, minute, second) = int.from_bytes(data[:2], "big"), data[2:]
    stamp = to_stamp((year, month, day), (hour, minute, second), "", 0, "tIME")
    return Stamp(stamp.ns, 0, 0, Basis.FORMAT, raw="tIME") if stamp else None
