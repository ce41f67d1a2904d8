"""Python's logging in its usual layouts; a traceback belongs to its record."""

import re

from hotwash.ports.reading.lines import LineFormat

plugin = LineFormat(
    "python",
    "Python application log",
    re.compile(
        r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?\]?[ :-]+(?:\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\]?[ :-]+(?:\([^)]*\) )?\[?[\w.]+"
        r"|[\w.]+[ :-]+\[?(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b)"
    ),
    score=0.7,
)  # fmt: skip
