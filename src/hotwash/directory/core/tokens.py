"""API tokens: what they look like and what is kept of them."""

import hashlib

PREFIX = "hw_"


def digest(secret: str) -> str:
    """SHA-256 of a token in hex: all that is stored. Tokens are random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
