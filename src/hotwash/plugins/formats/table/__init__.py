"""Rows of cells without a head line: call records, RADIUS accounts, what a command prints with tabs."""

from hotwash.ports.reading.tables import BareTable

plugin = BareTable()
