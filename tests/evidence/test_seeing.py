"""Pictures: a small one, their words by a program where there is one, masked and marked; files attached to mail."""

import io
import stat
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries import sight_of
from hotwash.evidence.steps import Upload, add_evidence, store
from hotwash.evidence.steps.seeing import Tesseract, recogniser
from hotwash.kernel import storage
from hotwash.kernel.config import configured
from hotwash.kernel.models import SearchDocument
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET
from tests.outbox import drain

ROW = "5\\t1\\t1\\t1\\t{line}\\t1\\t0\\t0\\t9\\t9\\t{sure}\\t{word}\\n"
FAKE = """#!/bin/sh
if [ "$1" = --version ]; then echo "tesseract 9.9.9"; exit 0; fi
head -c 4 | grep -q PNG || exit 1
printf '{rows}'
"""


def picture(size: tuple[int, int] = (640, 360)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def program(folder: Path, text: str) -> str:
    path = folder / "tesseract"
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def put(incident: Incident, cast: Cast, name: str, raw: bytes) -> EvidenceFile:
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=Upload(name, store(raw)), now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    made.refresh_from_db()
    return made


def test_the_words_of_a_picture_are_found_masked_and_marked(incident: Incident, cast: Cast, tmp_path: Path) -> None:
    rows = ROW.format(line=1, sure=96, word="Gateway") + ROW.format(line=2, sure=91, word=f"key={SECRET}")
    with configured(HOTWASH_TESSERACT=program(tmp_path, FAKE.replace("{rows}", rows))):
        file = put(incident, cast, "shot.png", picture())
    sight = sight_of(file)
    assert sight is not None
    assert (sight.text.split("\n")[0], sight.by, sight.problem) == ("Gateway", "tesseract 9.9.9", "")
    assert SECRET not in sight.text
    assert "Gateway" in SearchDocument.objects.get(kind="evidence", object_id=file.pk).body
    assert not SearchDocument.objects.filter(body__contains=SECRET).exists()
    with storage.open_blob(sight.thumbnail) as stream:
        assert Image.open(stream).size == (480, 270)
    client = Client()
    client.force_login(cast.rhea)
    base = f"/incidents/{incident.reference}/evidence/files/1"
    page = client.get(f"{base}/").content.decode()
    assert "Read by a machine (tesseract 9.9.9)" in page
    assert SECRET not in page
    small = client.get(f"{base}/thumbnail")
    assert (small.status_code, small["Content-Type"]) == (200, "image/png")
    assert b"".join(small.streaming_content).startswith(b"\x89PNG")
    told = client.get(f"/api/v1/incidents/{incident.reference}/evidence/files/1/sight").json()
    assert told["by"] == "tesseract 9.9.9"


def test_without_the_program_the_page_says_how_to_get_it(incident: Incident, cast: Cast) -> None:
    with configured(HOTWASH_TESSERACT="off"):
        file = put(incident, cast, "shot.png", picture((40, 30)))
    sight = sight_of(file)
    assert sight is not None
    assert (sight.text, sight.by, bool(sight.thumbnail)) == ("", "", True)
    client = Client()
    client.force_login(cast.rhea)
    page = client.get(f"/incidents/{incident.reference}/evidence/files/1/").content.decode()
    assert "apt install tesseract-ocr" in page


def test_what_is_no_picture_has_none(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "notes.md", b"# 2026-03-10\n12:05 paged\n")
    client = Client()
    client.force_login(cast.rhea)
    assert client.get(f"/incidents/{incident.reference}/evidence/files/1/thumbnail").status_code == 404
    assert client.get(f"/api/v1/incidents/{incident.reference}/evidence/files/1/sight").status_code == 404


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("#!/bin/sh\nexit 3\n", "Tesseract could not read this picture."),
        ("#!/bin/sh\nexec sleep 5\n", "Its words were not read within 0 seconds."),
    ],
)
def test_a_program_that_fails_or_hangs_is_said(tmp_path: Path, text: str, problem: str) -> None:
    seen = Tesseract(program(tmp_path, text), seconds=0.2).read(picture())
    assert (seen.text, seen.problem) == ("", problem)


def test_a_program_that_is_not_there_is_said() -> None:
    seen = Tesseract("/nowhere/tesseract").read(picture())
    assert seen.problem == "Its words could not be read: No such file or directory."
    with configured(HOTWASH_TESSERACT="/nowhere/tesseract"):
        assert recogniser() is None


def test_files_attached_to_mail_become_evidence_of_their_own(incident: Incident, cast: Cast) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "carl@example.org", "ops@example.org", "Checkout is down"
    mail["Date"] = "Tue, 10 Mar 2026 12:03:00 +0000"
    mail.set_content("see the log")
    log = b"2026-03-10T12:00:01Z error: pool exhausted\n"
    mail.add_attachment(log, maintype="application", subtype="octet-stream", filename="app.log")
    put(incident, cast, "report.eml", mail.as_bytes())
    rows = EvidenceFile.objects.order_by("number").values_list("name", "archive", "format", "status", "records")
    assert list(rows) == [("report.eml", "", "mail", "read", 1), ("app.log", "E-1", rows[1][2], "read", 1)]
