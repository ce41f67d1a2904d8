"""Files attached to mail: of one message, of a mailbox, of what is damaged."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.ports.reading.attachments import MOST, attachments_of


def message(*files: tuple[str, bytes], text: str = "see below") -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "carl@example.org", "Checkout"
    made["Date"] = "Tue, 10 Mar 2026 12:00:00 +0000"
    made.set_content(text)
    made.add_alternative(f"<p>{text}</p>", subtype="html")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def names(raw: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in attachments_of(raw)]


def test_files_come_out_as_they_were_and_the_words_stay() -> None:
    files = [("app.log", b"2026-03-10 12:00:00 down\n"), ("größe.bin", bytes(range(256)))]
    assert names(message(*files)) == files
    assert names(message()) == []


def test_a_mailbox_gives_those_of_all_messages() -> None:
    one, two = message(("a.txt", b"a")), message(("b.txt", b"b"), ("c.txt", b"c"))
    first, second = (b"From %s@example.org Tue Mar 10 12:00:00 2026\n" % name for name in (b"carl", b"rhea"))
    box = first + one + b"\n\n" + second + two
    assert [name for name, _ in names(box)] == ["a.txt", "b.txt", "c.txt"]


def test_a_part_without_a_name_gets_one_and_an_attached_text_is_a_file() -> None:
    raw = (
        b"From: a@example.org\nDate: Tue, 10 Mar 2026 12:00:00 +0000\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nhello\n--x\n'
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--x\n"
        b'Content-Type: text/plain; name="run.log"\n\nline\n--x--\n'
    )
    assert [name for name, _ in names(raw)] == ["message-1-image.png", "run.log"]


def test_no_more_than_a_bounded_number() -> None:
    assert len(names(message(*((f"{n}.txt", b"x") for n in range(MOST + 20))))) == MOST


@pytest.mark.parametrize("cut", [10, 200, 400, 700])
def test_a_cut_message_gives_what_can_be_read(cut: int) -> None:
    for name, _ in names(message(("app.log", b"x" * 400))[:cut]):
        assert name


@given(st.binary(max_size=600))
def test_noise_is_never_an_error(raw: bytes) -> None:
    assert len(names(b"From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + raw)) <= MOST
