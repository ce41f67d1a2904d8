"""Messages on their way, and the ways by which people want to be reached."""
