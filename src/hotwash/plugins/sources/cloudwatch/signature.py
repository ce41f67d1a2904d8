"""Whether Amazon SNS really sent a message: its signature, by a certificate that comes from Amazon's own address.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import binascii
import re
from typing import cast
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from hotwash.kernel.core.errors import PluginError
from hotwash.ports import payload as read

HOST = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?")
SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
SIGNED["UnsubscribeConfirmation"] = SIGNED["SubscriptionConfirmation"]
HASHES: dict[str, type[SHA1] | type[SHA256]] = {"1": SHA1, "2": SHA256}


def is_amazons(url: str, *, certificate: bool = False) -> bool:
    """Whether an address is one of SNS itself, by HTTPS; a certificate's ends in ``.pem``."""
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.port in {None, 443} and not parts.username
    except ValueError:
        return False
    known = HOST.fullmatch(parts.netloc.removesuffix(":443")) is not None
    return plain and known and (parts.path.endswith(".pem") or not certificate)


def signed_text(body: read.Object) -> bytes:
    """The text that Amazon signs: names and values, a line each, in this order; what is absent is left out."""
    names = SIGNED.get(read.text(body, "Type"), ())
    lines = (f"{name}\n{value}\n" for name in names if isinstance(value := body.get(name), str))
    return "".join(lines).encode()


def verify(body: read.Object, certificate: str) -> None:
    """Raises ``PluginError`` unless the holder of the certificate signed this message."""
    algorithm = HASHES.get(read.text(body, "SignatureVersion"), SHA256)
    try:
        key = cast("RSAPublicKey", x509.load_pem_x509_certificate(certificate.encode()).public_key())
        given = base64.b64decode(read.text(body, "Signature"), validate=True)
        key.verify(given, signed_text(body), PKCS1v15(), algorithm())  # version 1 is SHA-1, as Amazon says
    except (InvalidSignature, ValueError, TypeError, binascii.Error) as error:
        msg = "The signature is not Amazon's: somebody else sent this, or it was changed on the way."
        raise PluginError(msg, retry=False) from error
