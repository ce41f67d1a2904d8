import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.plugins.sources.cloudwatch.signature import is_amazons, signed_text
from hotwash.respond.core.states import DeliveryState
from hotwash.respond.events import DeliveryAsks
from hotwash.respond.models import Alert, Delivery, Fetched, Source
from hotwash.respond.queries import source_plugins
from hotwash.respond.steps import SourceValues, answer_ask, decide_deliveries, save_source
from tests.cast import NOON
from tests.respond.given import delivered

HOME = "https://sns.eu-west-1.amazonaws.com"
PEM = f"{HOME}/SimpleNotificationService-0000.pem"


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=1024)


@pytest.fixture(scope="module")
def certificate(key: RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM)


@dataclass
class Amazon:
    """Answers from memory and remembers what it was asked."""

    answers: Mapping[str, HttpAnswer]
    asked: list[str] = field(default_factory=list)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        del headers, body
        self.asked.append(f"{method} {url}")
        if url not in self.answers:
            msg = "The other side could not be reached."
            raise PluginError(msg, retry=True)
        return self.answers[url]


def signed(key: RSAPrivateKey, name: str, version: str = "1", **changed: str) -> bytes:
    sample = next(one for one in source_plugins()["cloudwatch"].samples if one.name == name)
    body = {**json.loads(sample.payload), "SigningCertURL": PEM, "SignatureVersion": version, **changed}
    seal = key.sign(signed_text(body), PKCS1v15(), SHA1() if version == "1" else SHA256())
    return json.dumps({**body, "Signature": base64.b64encode(seal).decode()}).encode()


@pytest.fixture
def source(db: None) -> Source:
    made = save_source(actor=SYSTEM, values=SourceValues(plugin="cloudwatch", name="AWS"))
    assert isinstance(made, Source)
    return made


def decided(row: Delivery, amazon: Amazon | None = None, now: datetime = NOON) -> Delivery:
    """As the worker does it: decide, fetch what is asked for, decide again."""
    for _ in range(3):
        while decide_deliveries(now=now):
            pass
        row.refresh_from_db()
        if row.state != DeliveryState.ASKING or amazon is None:
            break
        answer_ask(DeliveryAsks(delivery=row.pk), now=now, http=amazon)
        row.refresh_from_db()
    return row


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_message_waits_for_amazons_certificate_and_is_then_believed(
    source: Source, key: RSAPrivateKey, certificate: bytes, version: str
) -> None:
    amazon = Amazon({PEM: HttpAnswer(200, {}, certificate)})
    row = delivered(source, signed(key, "alarm.json", version))
    assert decided(row).state == DeliveryState.ASKING
    assert "certificate is fetched" in row.error
    assert not Alert.objects.exists()
    assert decided(row, amazon).state == DeliveryState.DECIDED
    assert Alert.objects.get().title == "Checkout 5xx"
    over = decided(delivered(source, signed(key, "ok.json", version)), amazon)
    assert over.decision[0]["outcome"] == "resolved"
    assert amazon.asked == [f"GET {PEM}"]  # once for all


@pytest.mark.parametrize(
    "forged",
    [
        lambda body: body.replace(b"Checkout 5xx", b"Checkout 4xx"),
        lambda body: body.replace(b'"SignatureVersion": "1"', b'"SignatureVersion": "3"'),
        lambda body: body.replace(b'"Signature": "', b'"Signature": "!'),
    ],
)
def test_what_amazon_did_not_sign_is_not_believed(
    source: Source, key: RSAPrivateKey, certificate: bytes, forged
) -> None:
    row = delivered(source, forged(signed(key, "alarm.json")))
    decided(row, Amazon({PEM: HttpAnswer(200, {}, certificate)}))
    assert (row.state, row.error[:28]) == (DeliveryState.UNREADABLE, "The signature is not Amazon'")
    assert not Alert.objects.exists()


def test_a_certificate_of_somebody_else_is_not_fetched(source: Source, key: RSAPrivateKey) -> None:
    amazon = Amazon({})
    row = delivered(source, signed(key, "alarm.json", SigningCertURL="https://sns.evil.example/x.pem"))
    assert decided(row, amazon).state == DeliveryState.UNREADABLE
    assert amazon.asked == []


def test_a_subscription_is_confirmed_once_its_signature_holds(
    source: Source, key: RSAPrivateKey, certificate: bytes
) -> None:
    body = signed(key, "subscription.json", "2")
    confirm = json.loads(body)["SubscribeURL"]
    amazon = Amazon({PEM: HttpAnswer(200, {}, certificate), confirm: HttpAnswer(200, {}, b"<ok/>")})
    row = decided(delivered(source, body), amazon)
    assert (row.state, row.decision) == (DeliveryState.DECIDED, [])
    assert amazon.asked == [f"GET {PEM}", f"GET {confirm}"]
    decided(delivered(source, body), amazon)
    assert len(amazon.asked) == 2


def test_a_subscription_that_leads_elsewhere_is_not_followed(
    source: Source, key: RSAPrivateKey, certificate: bytes
) -> None:
    body = signed(key, "subscription.json", "2", SubscribeURL="https://internal.example/admin")
    amazon = Amazon({PEM: HttpAnswer(200, {}, certificate)})
    row = decided(delivered(source, body), amazon)
    assert (row.state, "would confirm" in row.error) == (DeliveryState.UNREADABLE, True)


def test_where_amazon_cannot_be_reached_it_is_tried_again_for_a_day(source: Source, key: RSAPrivateKey) -> None:
    row = decided(delivered(source, signed(key, "alarm.json")), Amazon({}))
    assert (row.state, row.error) == (DeliveryState.ASKING, "The other side could not be reached.")
    answer_ask(DeliveryAsks(delivery=row.pk), now=NOON + timedelta(days=2), http=Amazon({}))
    row.refresh_from_db()
    assert row.state == DeliveryState.UNREADABLE


def test_what_waits_goes_on_together(source: Source, key: RSAPrivateKey, certificate: bytes) -> None:
    rows = [delivered(source, signed(key, name)) for name in ("alarm.json", "ok.json")]
    decided(rows[0])
    answer_ask(DeliveryAsks(delivery=rows[1].pk), now=NOON, http=Amazon({PEM: HttpAnswer(200, {}, certificate)}))
    assert [decided(row).decision[0]["outcome"] for row in rows] == ["inbox", "resolved"]
    assert Fetched.objects.count() == 1


def test_another_topic_is_refused(source: Source) -> None:
    source.options = {"topic": "arn:aws:sns:eu-west-1:111122223333:other", "signatures": "no"}
    source.save()
    sample = next(one for one in source_plugins()["cloudwatch"].samples if one.name == "raw_alarm.json")
    for body, headers in ((sample.payload, sample.headers), (delivered_body("alarm.json"), {})):
        row = decided(delivered(source, body, **headers))
        assert "another topic" in row.error


def test_a_server_that_does_not_sign_can_be_taken_as_it_is(source: Source) -> None:
    source.options = {"signatures": "no"}
    source.save()
    assert decided(delivered(source, delivered_body("alarm.json"))).decision[0]["outcome"] == "inbox"


def delivered_body(name: str) -> bytes:
    return next(one for one in source_plugins()["cloudwatch"].samples if one.name == name).payload


@pytest.mark.parametrize(
    ("url", "known"),
    [
        (PEM, True),
        ("https://sns.cn-north-1.amazonaws.com.cn/x.pem", True),
        ("https://sns.us-gov-west-1.amazonaws.com:443/x.pem", True),
        ("http://sns.eu-west-1.amazonaws.com/x.pem", False),
        ("https://sns.eu-west-1.amazonaws.com/x.txt", False),
        ("https://sns.eu-west-1.amazonaws.com:8443/x.pem", False),
        ("https://sns.eu-west-1.amazonaws.com.evil.example/x.pem", False),
        ("https://evil.example/sns.eu-west-1.amazonaws.com/x.pem", False),
        ("https://me@sns.eu-west-1.amazonaws.com/x.pem", False),
        ("https://bucket.s3.amazonaws.com/x.pem", False),
        ("https://sns.eu-west-1.amazonaws.com:x/x.pem", False),
        ("", False),
    ],
)
def test_only_addresses_of_sns_are_asked(url: str, known: bool) -> None:
    assert is_amazons(url, certificate=True) is known
