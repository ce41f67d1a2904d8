"""Collectors: fetch what a system knows about a window of time, as files of evidence.

A collector says first what it would ask (``asks``, pure), then fetches one page at a time (``fetch``): so a run can be
shown before it is made, limited, interrupted and taken up again where it stopped.
"""

from hotwash.ports.collectors.asks import Ask, ask_of, get, post
from hotwash.ports.collectors.contract import Collector, Limits, Option, Outside, Page, Query, Window
from hotwash.ports.collectors.declared import HttpCollector

__all__ = [
    "Ask",
    "Collector",
    "HttpCollector",
    "Limits",
    "Option",
    "Outside",
    "Page",
    "Query",
    "Window",
    "ask_of",
    "get",
    "post",
]
