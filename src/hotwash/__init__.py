"""Hotwash: the whole blameless post-mortem process for production incidents."""

__version__ = "0.1.0.dev0"
