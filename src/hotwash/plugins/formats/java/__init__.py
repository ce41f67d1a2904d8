"""Logs of the JVM's frameworks (log4j, logback, Kafka, Hadoop): time, level, thread, class; a stack trace belongs to its record."""

import re

from hotwash.ports.reading.lines import LineFormat

plugin = LineFormat(
    "java",
    "Java application log",
    re.compile(
        r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]\d{3}\S*\]?[ -]+(?:\[[^\]]*\] )?(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+(?:-+ )?(?:\d+ --- )?"
        r"(?:\[[^\]]*\]|\([^)]*\)|(?:[\w$]+\.)+[A-Z][\w$]*|[\w$]+:)"
    ),
    score=0.75,
)  # fmt: skip
