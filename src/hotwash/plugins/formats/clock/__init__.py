"""Times of day without a date (strace, game servers, chats), or seconds since a start (``dmesg``, JVM)."""

from hotwash.ports.reading.clocks import ClockLog

plugin = ClockLog()
