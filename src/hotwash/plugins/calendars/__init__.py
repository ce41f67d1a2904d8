"""The built-in calendars: one folder each."""

import sys
from collections.abc import Iterator

from hotwash.kernel.core.plugins import plugins_in


def plugins() -> Iterator[object]:
    return plugins_in(sys.modules[__name__])
