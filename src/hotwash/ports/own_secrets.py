"""Signatures of webhooks: each receiver who is not one of us has a secret of its own, made from the server's.

An address that ends in ``#for=<name>`` is signed with the secret of that name; the fragment is never sent.
"""

import hashlib
import hmac

MARK = "#for="


def own_secret(secret: str, name: str) -> str:
    return hmac.new(secret.encode(), name.encode(), hashlib.sha256).hexdigest()


def split(address: str, secret: str) -> tuple[str, str]:
    """Where to send, and the secret to sign with."""
    where, mark, name = address.partition(MARK)
    return where, own_secret(secret, name) if mark else secret
