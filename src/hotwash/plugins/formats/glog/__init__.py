"""glog and klog: level letter and month and day run together. A year stands in the head of the file, if anywhere."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed
from hotwash.ports.stamps import Found


def describe(text: str, found: Found) -> Detail:
    rest = text[found.end :].strip()
    _, mark, said = rest.partition("] ")
    return Detail(
        said if mark else rest,
        level_of(text[found.start]),
        "log",
        {"place": rest.partition("]")[0].rpartition(" ")[2]},
    )


plugin = LineFormat(
    "glog",
    "glog or klog",
    re.compile(r"^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+"),
    score=0.95,
    describe=describe,
    openers=(fixed("glog", ""),),
)
