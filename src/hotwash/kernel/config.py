"""All settings, typed, from environment variables, in one place. A wrong value stops the start with a clear word."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres.places import data_folder


class BadSetting(HotwashError):  # noqa: N818 - reads as a sentence
    """A setting has a value that it can't have."""


class Config(BaseSettings):
    """``HOTWASH_<NAME>`` sets each value; ``DATABASE_URL`` is taken as it stands."""

    model_config = SettingsConfigDict(env_prefix="HOTWASH_", extra="ignore")

    data: Path = Field(default_factory=data_folder, description="Folder of the embedded database and of stored files.")
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Any PostgreSQL (postgresql://user:password@host/name); empty: the embedded server.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Signs sessions and links; empty: one is made and kept in the data folder."
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000", description="The address people reach Hotwash at; links in mail use it."
    )
    allowed_hosts: str = Field(
        default="127.0.0.1,localhost,[::1]", description="Host names that are answered, separated by commas."
    )
    mode: Literal["production", "development", "test"] = Field(
        default="production", description="development shows the design page and does not need HTTPS cookies."
    )
    smtp_url: str = Field(
        default="",
        description="Mail server: smtp://user:password@host:port, smtps:// for TLS from the start; file:///folder "
        "keeps the mails there (a Maildir) for trying things out; empty: no mail.",
    )
    tesseract: str = Field(
        default="",
        description="The program that reads words in pictures: a path, or off; empty: tesseract, where it is found.",
    )
    mail_from: str = Field(default="hotwash@localhost", description="Sender of all mail.")
    mail_domain: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9-]+\.)*[A-Za-z0-9-]+$|^$",
        max_length=190,
        description="Domain for the addresses of sources and of answers to pages. Nothing on this server takes mail in "
        "yet: leave it empty.",
    )
    calendar_url: SecretStr = Field(
        default=SecretStr(""),
        description="Calendar of the team, where meetings are put and answers are read: "
        "caldavs://user:password@host/path/of/the/calendar/ (caldav:// without TLS); empty: none.",
    )
    slack_token: SecretStr = Field(default=SecretStr(""), description="Bot token of the Slack app (xoxb-…).")
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Signing secret of the Slack app: proves buttons and commands."
    )
    mattermost_url: str = Field(default="", description="Mattermost server of the bot: https://chat.example.org.")
    mattermost_token: SecretStr = Field(default=SecretStr(""), description="Token of the bot in Mattermost.")
    matrix_url: str = Field(default="", description="Matrix homeserver of the bot: https://matrix.example.org.")
    matrix_token: SecretStr = Field(default=SecretStr(""), description="Access token of the bot's Matrix account.")
    telegram_token: SecretStr = Field(default=SecretStr(""), description="Token of the Telegram bot.")
    telegram_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret_token of the Telegram bot's webhook: proves buttons."
    )
    ntfy_url: str = Field(default="", description="ntfy server for topics that name none; empty: https://ntfy.sh.")
    ntfy_token: SecretStr = Field(default=SecretStr(""), description="Access token of that ntfy server.")
    twilio_account: str = Field(default="", description="Account SID of Twilio: text messages and calls.")
    twilio_token: SecretStr = Field(default=SecretStr(""), description="Auth token of Twilio.")
    twilio_from: str = Field(default="", description="Number that text messages and calls come from: +15551234567.")
    max_upload_bytes: int = Field(default=2_000_000_000, ge=1, description="Largest evidence file taken, in bytes.")
    upload_hours: int = Field(
        default=24, ge=1, le=720, description="Hours that an upload which was begun waits for its next piece."
    )
    max_delivery_bytes: int = Field(default=20_000_000, ge=1, description="Largest alert body taken, in bytes.")
    threads: int = Field(
        default=3,
        ge=1,
        le=64,
        description="Threads that answer pages in one web process. More processes help more than more threads.",
    )
    allow_private_addresses: bool = Field(
        default=False, description="Let outgoing webhooks reach private and loopback addresses (off: refused)."
    )
    collector_commands: bool = Field(
        default=False,
        description="Let administrators set up collectors that run a command on this server, as its own user.",
    )


@cache
def config() -> Config:
    """The settings of this process. Raises ``BadSetting`` with every wrong value and what is wrong with it."""
    try:
        return Config()
    except ValidationError as error:
        raise BadSetting("\n".join(_told(problem) for problem in error.errors())) from None


@contextmanager
def configured(**variables: str) -> Iterator[None]:
    """These environment variables hold inside the block, for this process."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    config.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        config.cache_clear()


def _told(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    variable = name if name.isupper() else f"HOTWASH_{name.upper()}"
    return f"{variable}={problem['input']!r}: {problem['msg']}."
