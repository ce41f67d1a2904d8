"""``hotwash serve``: database, web process and worker under one small supervisor, which never loads Django."""

from hotwash.cli.serve.command import command

__all__ = ["command"]
