"""Reading times out of foreign text: what was read, how exactly, and how the zone and the year are known.

``Stamp`` is the value, ``styles`` knows how times are spelt, ``numbers`` which numbers are times, ``values`` reads
fields, ``zones`` has the abbreviations, ``years`` puts a year on stamps that have none. Everything is integer
nanoseconds: no float ever holds a time.
"""

from hotwash.ports.stamps.numbers import from_counted, from_number
from hotwash.ports.stamps.stamp import Basis, Precision, Stamp, iso, to_stamp
from hotwash.ports.stamps.styles import BY_KEY, STYLES, Found, Style, find_stamp
from hotwash.ports.stamps.values import from_text, from_value, is_time

__all__ = [
    "BY_KEY",
    "STYLES",
    "Basis",
    "Found",
    "Precision",
    "Stamp",
    "Style",
    "find_stamp",
    "from_counted",
    "from_number",
    "from_text",
    "from_value",
    "is_time",
    "iso",
    "to_stamp",
]
