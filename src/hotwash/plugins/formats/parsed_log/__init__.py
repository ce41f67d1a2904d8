"""A table that a log parser made of another log (event id and template for each line). Its rows repeat that log, so none of
them is an event of its own.
"""

from hotwash.ports.reading.tables import TableFormat

plugin = TableFormat(
    "parsed_log", "Table made from another log", has=("EventId", "EventTemplate"), keep=lambda _row: False, score=0.98
)
