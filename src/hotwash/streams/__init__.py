"""The fast door (ASGI): alert intake by group commit, live updates, static files; hands the rest to Django."""
