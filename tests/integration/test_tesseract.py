"""Words in a picture, read by the real program."""

import io
import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont

from hotwash.evidence.steps.seeing import Tesseract


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not there: apt install tesseract-ocr")
def test_the_words_of_a_screenshot_are_read():
    picture = Image.new("RGB", (1600, 300), "white")
    draw = ImageDraw.Draw(picture)
    for place, line in enumerate(("Checkout answers 502", "pool exhausted since 12:05")):
        draw.text((40, 40 + 100 * place), line, fill="black", font=ImageFont.load_default(56))
    out = io.BytesIO()
    picture.save(out, "PNG")
    seen = Tesseract(shutil.which("tesseract") or "").read(out.getvalue())
    assert "Checkout answers 502" in seen.text
    assert "pool exhausted" in seen.text
    assert seen.by.startswith("tesseract ")
