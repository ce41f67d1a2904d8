import pytest

from hotwash.evidence.core.aliases import Aliases, Kind, in_memory


def masked(*texts: str, kinds: tuple[Kind, ...] = (Kind.EMAIL, Kind.IP)) -> list[str]:
    return Aliases(kinds, in_memory()).mask(texts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('203.0.113.7 - - [10/Mar/2026:12:00:00] "GET /"', 'masked-ip-1 - - [10/Mar/2026:12:00:00] "GET /"'),
        ("from 10.0.3.17:51834 to [2001:db8::1]:443", "from masked-ip-1:51834 to [masked-ip-2]:443"),
        ("src=192.0.2.0/24,", "src=masked-ip-1/24,"),
        ("ip-10-0-3-17.ec2.internal is 10.0.3.17", "masked-ip-1.ec2.internal is masked-ip-1"),
        ("2001:DB8:0:0:0:0:0:1 is 2001:db8::1", "masked-ip-1 is masked-ip-1"),
        ("::ffff:203.0.113.7 is 203.0.113.7", "masked-ip-1 is masked-ip-1"),
        ("rhea.okoro+ops@shop.example.org wrote", "masked-email-1 wrote"),
        ("From: Rhea <Rhea@Example.org>, rhea@example.org", "From: Rhea <masked-email-1>, masked-email-1"),
        ('{"mail":"a@b.io","ip":"198.51.100.4"}', '{"mail":"masked-email-1","ip":"masked-ip-1"}'),
        ("10.0.0.1, 10.0.0.2, 10.0.0.1.", "masked-ip-1, masked-ip-2, masked-ip-1."),
    ],
)  # fmt: skip
def test_addresses_become_names(text, shown):
    assert masked(text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "listening on 127.0.0.1:8000 and 0.0.0.0 and ::1 and ::",
        "12:00:00 and 12:00:00.123 and 2026-03-10T12:00:00Z",
        "version v1.2.3.4 of 1.2.3 and 1.2.3.4.5 and 300.1.1.1",
        "mac 00:1b:44:11:3a:b7 and std::vector and a::b::c()",
        "image@sha256:0123 and @handle and user@localhost and x@y",
        "arn:aws:iam::123456789012:role/deploy",
        "255.255.255.255",
    ],
)
def test_what_is_no_address_stays(text):
    assert masked(text) == [text]


def test_only_what_was_asked_for():
    text = "a@example.org from 203.0.113.7"
    assert masked(text, kinds=(Kind.EMAIL,)) == ["masked-email-1 from 203.0.113.7"]
    assert masked(text, kinds=(Kind.IP,)) == ["a@example.org from masked-ip-1"]
    assert masked(text, kinds=()) == [text]


def test_an_address_keeps_its_name_and_is_asked_for_once():
    asked: list[object] = []
    allot = in_memory()

    def watched(wanted):
        asked.extend(wanted)
        return allot(wanted)

    aliases = Aliases([Kind.IP], watched)
    assert aliases.mask(["10.0.0.1 10.0.0.2", "10.0.0.1"]) == ["masked-ip-1 masked-ip-2", "masked-ip-1"]
    assert aliases.mask(["10.0.0.2 10.0.0.3"]) == ["masked-ip-2 masked-ip-3"]
    assert (asked, aliases.counts) == ([(Kind.IP, f"10.0.0.{n}") for n in (1, 2, 3)], {Kind.IP: 5})
