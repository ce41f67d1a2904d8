import io

from hotwash.cli.serve.output import Output


class Pipe(io.BytesIO):
    """A pipe from which each read gives the next chunk."""

    def __init__(self, *chunks: bytes) -> None:
        super().__init__()
        self._chunks = list(chunks)

    def read1(self, size: int | None = -1, /) -> bytes:
        return self._chunks.pop(0) if self._chunks else b""


def test_each_line_has_the_name_of_who_said_it() -> None:
    stream = io.StringIO()
    Output(stream).say("one\ntwo", "web")
    assert stream.getvalue() == "web      | one\nweb      | two\n"


def test_half_lines_wait_for_their_other_half() -> None:
    stream = io.StringIO()
    output = Output(stream)
    pipe = Pipe(b"fir", b"st\nsecond\nth", b"ird")
    while output.pass_on("worker", pipe):
        pass
    assert stream.getvalue() == "worker   | first\nworker   | second\nworker   | third\n"


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    stream = io.StringIO()
    Output(stream).pass_on("web", Pipe(b"\xff\n"))
    assert stream.getvalue() == "web      | \ufffd\n"
