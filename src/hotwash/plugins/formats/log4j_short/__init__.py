"""The short layout of log4j 1 that Spark, Hadoop's and Hive's consoles write: ``26/03/02 14:00:00 INFO class: text``, year first."""

import re

from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed

plugin = LineFormat(
    "java.short",
    "Java application log, short layout",
    re.compile(r"^\d\d/\d\d/\d\d \d\d:\d\d:\d\d (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) [\w.$]+"),
    score=0.85,
    openers=(fixed("twodigit", ""),),
)
