"""Incidents of hosts: an Ansible run, a certificate."""

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story

DAY = 24 * HOUR
HOSTS = tuple(f"web{number:02d}" for number in range(1, 9))


def ansible_breaks_hosts(story: Story) -> None:
    """A role upgrades nginx with a wrong configuration: it fails on four of eight hosts, one is unreachable."""
    end, began = 3 * HOUR, 90 * MINUTE
    noise.system(story, "messages", HOSTS, 60_000, end)
    noise.requests(story, "haproxy_access.log", 120_000, 0, end)
    _run(story, began)
    failing = HOSTS[:4]
    for place, host in enumerate(failing):
        at = began + 62 + place * 2
        story.write(
            "messages",
            at,
            tools.syslog(story.began + at, host, "systemd[1]", "nginx.service: Failed with result 'exit-code'."),
        )
        story.write(
            "messages",
            at + 0.1,
            tools.syslog(
                story.began + at,
                host,
                "nginx[4411]",
                'nginx: [emerg] unknown directive "http3_max_concurrent" in /etc/nginx/nginx.conf:41',
            ),
        )
    story.true("messages", began + 62, "unknown directive", "nginx does not start", slack=30)
    story.true("messages", began + 62, "Failed with result", "the unit fails", must=False, slack=30)
    noise.requests(story, "haproxy_access.log", 9_000, began + 64, began + 34 * MINUTE, bad=0.45, status=503)
    story.true("haproxy_access.log", began + 64, "503", "half of the requests fail", slack=150)
    fired = [
        tools.alert("BackendsDown", story.began + began + 3 * MINUTE, "critical", "4 of 8 backends are down", ends=story.began + began + 36 * MINUTE, service="web"),
        tools.alert("InstanceDown", story.began + began + 4 * MINUTE, "warning", "web08 is down", instance="web08"),
    ]  # fmt: skip
    story.true("alerts.json", began + 3 * MINUTE, "BackendsDown", "the page")
    story.true("alerts.json", began + 4 * MINUTE, "InstanceDown", "the unreachable host", must=False)
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (began + 5 * MINUTE, "chidi", "half of the web servers are down since the playbook ran"),
        (began + 30 * MINUTE, "chidi", "fixed the template, running the role again"),
        (began + 37 * MINUTE, "ana", "resolved, all backends up"),
    ]
    noise.save_chat(story, "chat.json", said, end)


def _run(story: Story, began: float) -> None:
    """The log of the control node: the run that breaks, and the one that mends."""
    for start, breaks in ((began, True), (began + 31 * MINUTE, False)):
        _play(story, start, breaks=breaks)
    say = "ansible.log"
    story.true(say, began, "PLAY [Web servers]", "the cause: the run begins", slack=20)
    story.true(say, began + 60, "fatal: [web01]", "the task fails on the first host", slack=30)
    for host in HOSTS[1:4]:
        story.true(say, began + 60, f"fatal: [{host}]", "the task fails on a further host", must=False, slack=30)
    story.true(say, began + 20, "UNREACHABLE", "a host is unreachable", slack=30)
    story.true(say, began + 80, "RECAP", "how the run ended", slack=30)
    story.true(say, began + 31 * MINUTE, "PLAY [Web servers]", "the run that mends", slack=20)
    story.true(say, began + 31 * MINUTE + 80, "RECAP", "the mend ended", must=False, slack=30)
    story.true(say, began - 1, "ansible-playbook", "the command", must=False, slack=5)
    story.true(say, began + 31 * MINUTE - 1, "ansible-playbook", "the command", must=False, slack=5)
    story.true(say, began + 35, "changed: [", "a host is changed", must=False, slack=50)
    story.true(say, began + 31 * MINUTE + 60, "changed: [", "a host is changed", must=False, slack=70)
    story.true(say, began + 31 * MINUTE + 20, "UNREACHABLE", "still unreachable", must=False, slack=30)


def _play(story: Story, start: float, *, breaks: bool) -> None:
    def tell(after: float, text: str, level: str = "INFO") -> None:
        story.write("ansible.log", start + after, tools.ansible(story.began + start + after, text, level))

    tell(-1, "/usr/bin/ansible-playbook web.yml --limit web")
    tell(0, f"PLAY [Web servers] {'*' * 60}")
    tell(2, f"TASK [Gathering Facts] {'*' * 60}")
    for place, host in enumerate(HOSTS):
        if host == "web08":
            tell(
                20,
                'fatal: [web08]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via ssh", "unreachable": true}',
                "ERROR",
            )
        else:
            tell(4 + place, f"ok: [{host}]")
    for name, after in (("nginx : install", 22), ("nginx : configuration", 40)):
        tell(after, f"TASK [{name}] {'*' * 60}")
        for place, host in enumerate(HOSTS[:7]):
            tell(
                after + 2 + place, f"changed: [{host}]" if breaks or name.endswith("configuration") else f"ok: [{host}]"
            )
    tell(58, f"TASK [nginx : restart] {'*' * 60}")
    for place, host in enumerate(HOSTS[:7]):
        broken = breaks and place < 4
        text = (
            f'fatal: [{host}]: FAILED! => {{"changed": false, "msg": "Unable to restart service nginx"}}'
            if broken
            else f"changed: [{host}]"
        )
        tell(60 + place * 2, text, "ERROR" if broken else "INFO")
    tell(80, f"PLAY RECAP {'*' * 60}")
    for place, host in enumerate(HOSTS):
        bad = int(breaks and place < 4)
        tell(
            80.1,
            f"{host} : ok={3 - bad} changed={2 - bad} unreachable={int(host == 'web08')} failed={bad} skipped=0 rescued=0 ignored=0",
        )


def expired_certificate(story: Story) -> None:
    """The renewal failed for days without anybody noticing; at midnight the certificate runs out."""
    end, over = 3 * DAY, 2 * DAY
    noise.system(story, "messages", ("proxy-1",), 60_000, end)
    noise.requests(story, "access.log", 150_000, 0, end)
    noise.application(story, "gateway.log", 40_000, end)
    for number in range(6):
        at = 3 * HOUR + number * 12 * HOUR
        if at > over:
            continue
        story.write(
            "messages",
            at,
            tools.syslog(
                story.began + at,
                "proxy-1",
                "certbot[2217]",
                "Failed to renew certificate shop.example with error: Some challenges have failed.",
            ),
        )
    story.true(
        "messages", 3 * HOUR, "Failed to renew certificate", "the cause: renewal fails for the first time", slack=60
    )
    mend = over + 75 * MINUTE
    story.write(
        "messages",
        mend,
        tools.syslog(
            story.began + mend,
            "proxy-1",
            "certbot[9120]",
            "Certificate for shop.example is successfully saved at /etc/letsencrypt/live/shop.example/fullchain.pem",
        ),
    )
    story.write(
        "messages",
        mend + 9,
        tools.syslog(
            story.began + mend + 9, "proxy-1", "systemd[1]", "Reloaded nginx.service - A high performance web server."
        ),
    )
    story.true("messages", mend, "successfully saved", "the certificate is renewed", must=False)
    story.true("messages", mend + 9, "Reloaded nginx", "nginx takes the new certificate", must=False)
    _refused(story, over, mend, end)
    fired = [
        tools.alert("CertificateExpiresSoon", story.began + 10 * HOUR, "warning", "Certificate of shop.example expires in 38 h", instance="shop.example:443"),
        tools.alert("ProbeFailed", story.began + over + 3 * MINUTE, "critical", "https://shop.example does not answer", ends=story.began + mend + 2 * MINUTE, instance="shop.example"),
    ]  # fmt: skip
    story.true("alerts.json", 10 * HOUR, "CertificateExpiresSoon", "the warning that nobody saw")
    story.true("alerts.json", over + 3 * MINUTE, "ProbeFailed", "the page")
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (over + 12 * MINUTE, "dara", "browsers show a certificate error for the shop"),
        (over + 50 * MINUTE, "dara", "renewing by hand, the challenge is blocked by the new firewall rule"),
        (mend + 4 * MINUTE, "dara", "certificate renewed, probes green, resolved"),
    ]
    noise.save_chat(story, "chat.json", said, end)


def _refused(story: Story, over: float, mend: float, end: float) -> None:
    for at in [over + 2, *story.times(9_000, over + 3, mend + 8)]:
        client = f"203.0.113.{story.random.randrange(1, 250)}"
        text = f"SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking, client: {client}, server: 0.0.0.0:443"
        story.write("nginx_error.log", at, tools.nginx_error(story.began + at, "crit", text))
    for at in story.times(2_000, 0, end):
        story.write(
            "nginx_error.log",
            at,
            tools.nginx_error(
                story.began + at, "info", noise.fill(story.random, "client 203.0.113.{a} closed keepalive connection")
            ),
        )
    story.true("nginx_error.log", over + 2, "certificate expired", "handshakes fail", slack=90)
    for at in [over + 4, *story.times(1_500, over + 5, mend + 8)]:
        noise.write(
            story,
            "gateway.log",
            at,
            "ERROR",
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
        )
    story.true("gateway.log", over + 4, "PKIX path validation failed", "the gateway refuses the certificate", slack=90)
