"""CSV, TSV and their cousins with a head line; a column that names a time gives the time of each row."""

from hotwash.ports.reading.tables import TableFormat

plugin = TableFormat("csv", "Table with a head line", score=0.6)
