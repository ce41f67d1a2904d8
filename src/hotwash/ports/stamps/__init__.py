"""Reading times out of foreign text: what was read, how exactly, and how the zone and the year are known.

``Stamp`` is the value, ``styles`` knows how times are spelt, ``zones`` the abbreviations, ``years`` puts a year on
stamps that have none. Everything is integer nanoseconds: no float ever holds a time.
"""

from hotwash.ports.stamps.stamp import Basis, Precision, Stamp, iso, to_stamp
from hotwash.ports.stamps.styles import STYLES, Found, Style, find_stamp, from_number, from_text, from_value

__all__ = [
    "STYLES",
    "Basis",
    "Found",
    "Precision",
    "Stamp",
    "Style",
    "find_stamp",
    "from_number",
    "from_text",
    "from_value",
    "iso",
    "to_stamp",
]
