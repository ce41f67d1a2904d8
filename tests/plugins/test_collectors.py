"""What only one collector does: a service account that signs, a command that is kept within its limits."""

import json
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.plugins.collectors.command import plugin as command
from hotwash.plugins.collectors.google_logging import plugin as google
from hotwash.ports.collectors import Outside, Query, Window, commands
from tests.fakes.far_ends.base import Known, Request, answer
from tests.fakes.far_ends.commands import python

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDOW = Window(NOON, NOON + timedelta(hours=1))
SECRET = "s3cr3t-of-a-command"


def _granting(known: Known, asked: Request) -> HttpAnswer:
    granted = asked.path == "/token"
    return answer({"access_token": "granted", "expires_in": 3599} if granted else {})


def test_a_service_account_signs_for_a_token():
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"client_email": "reader@shop.example", "token_uri": "https://oauth.example/token", "private_key": pem}
    query = Query(window=WINDOW, settings={"projects": "shop", "account": json.dumps(account)})
    known = Known((), _granting)
    google.fetch(google.asks(query)[0], query, Outside(known, NOON))
    first, second = known.requests
    claims = jwt.decode(
        parse_qs(first.body.decode())["assertion"][0],
        key.public_key(),
        ["RS256"],
        audience=account["token_uri"],
        options={"verify_exp": False, "verify_iat": False},
    )
    assert (claims["iss"], claims["scope"]) == (account["client_email"], "https://www.googleapis.com/auth/logging.read")
    assert second.headers["authorization"] == "Bearer granted"


@pytest.mark.parametrize("account", ["", "not json", "{}", '{"client_email": "a", "token_uri": "https://b.example/t"}'])
def test_a_key_that_is_none_is_told(account: str):
    query = Query(window=WINDOW, settings={"projects": "shop", "account": account})
    with pytest.raises(PluginError) as told:
        google.fetch(google.asks(query)[0], query, Outside(Known((), _granting), NOON))
    assert told.value.retry is False


def ran(script: str, *arguments: str, text: str = "", seconds: str = "20", allowed: bool = True) -> bytes:
    settings = {"command": python(script, *arguments), "seconds": seconds, "secret": SECRET}
    query = Query(window=WINDOW, text=text, settings=settings)
    return command.fetch(command.asks(query)[0], query, Outside(Known((), _granting), NOON, commands=allowed)).content


def test_it_runs_only_where_the_server_allows_it():
    with pytest.raises(PluginError, match="HOTWASH_COLLECTOR_COMMANDS"):
        ran("print(1)", allowed=False)


def test_it_gets_the_window_and_little_else(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOTWASH_SECRET_KEY", "of the server")
    told = json.loads(ran("import json, os; print(json.dumps(dict(os.environ)))", text="any; thing"))
    assert told["HOTWASH_BEGIN"] == "2026-03-02T12:00:00Z"
    assert told["HOTWASH_QUERY"] == "any; thing"
    assert told["HOTWASH_SECRET"] == SECRET
    assert "HOTWASH_SECRET_KEY" not in told


def test_no_shell_sees_the_query():
    said = ran("import sys; print(sys.argv[1:])", "{query}", "{begin}", text="$(id); `id` {end} 'x'")
    assert said.decode().strip() == str(["$(id); `id` {end} 'x'", "2026-03-02T12:00:00Z"])


def test_a_time_limit_ends_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "seconds_of", lambda _query: 0.05)
    with pytest.raises(PluginError, match="was ended"):
        ran("import signal; signal.pause()")


def test_an_output_limit_ends_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "MOST_OUTPUT", 100_000)
    with pytest.raises(PluginError, match="printed more"):
        ran("import sys; sys.stdout.write('x' * 300_000)")


def test_how_it_failed_is_told_without_its_secret():
    script = f"import sys; print('cannot sign in with {SECRET}', file=sys.stderr); sys.exit(3)"
    with pytest.raises(PluginError) as told:
        ran(script)
    assert str(told.value) == "The command ended with status 3: cannot sign in with [secret]."


@pytest.mark.parametrize("line", ["", "what-happened", "'unclosed", "{query}", f"{sys.executable}{{query}} x"])
def test_a_command_without_a_whole_path_is_refused(line: str):
    with pytest.raises(PluginError):
        command.asks(Query(window=WINDOW, settings={"command": line}))


@pytest.mark.parametrize("seconds", ["0", "601", "soon", "-1"])
def test_a_time_limit_that_is_none_is_refused(seconds: str):
    with pytest.raises(PluginError, match="number from 1 to 600"):
        command.asks(Query(window=WINDOW, settings={"command": "/bin/true", "seconds": seconds}))


def test_a_program_that_is_not_there_is_told():
    query = Query(window=WINDOW, settings={"command": "/nowhere/at/all"})
    with pytest.raises(PluginError, match="cannot be run"):
        command.fetch(command.asks(query)[0], query, Outside(Known((), _granting), NOON, commands=True))
