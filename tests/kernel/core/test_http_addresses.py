import pytest

from hotwash.kernel.core.http import is_somebody


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("192.168.4.5", True),
        ("93.184.216.34", True),
        ("::1", True),
        ("fd12:3456::1", True),
        ("169.254.169.254", False),
        ("::ffff:169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("100.100.100.200", False),
        ("fd00:ec2::254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
    ],
)
def test_servers_of_ones_own_may_be_asked_and_the_metadata_of_a_cloud_may_not(address: str, may: bool):
    assert is_somebody(address) is may
