"""``python -m hotwash`` is the command ``hotwash``."""

from hotwash.cli.main import main

main()
