"""The text of a whole document whose encoding nobody tells."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_text(data: bytes) -> bool:
    return b"\0" not in data[:4096] or data.startswith(UTF_16)


def text_of(data: bytes) -> str:
    """UTF-8, else UTF-16 by its mark, else Latin-1, which reads anything."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
