"""``hotwash person``: accounts, for those who hold the machine."""

import sys

import click

from hotwash.cli.django import opened


@click.group("person")
def command() -> None:
    """Add people and set passwords. Whoever may run this has the rights of an administrator."""


@command.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice(["admin", "member", "viewer"]), default="member", show_default=True)
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, role: str, password: str) -> None:
    """Add somebody, for example: hotwash person add olga@example.org Olga --role admin"""
    with opened():
        from hotwash.directory.steps import PersonValues, add_person
        from hotwash.kernel.core.actor import SYSTEM, Role
        from hotwash.kernel.core.refusal import Refusal

        made = add_person(actor=SYSTEM, values=PersonValues(email, name, password, Role(role)))
    if isinstance(made, Refusal):
        click.echo(str(made), err=True)
        sys.exit(2)
    click.echo(f"{made.name} can sign in now.")


@command.command("password")
@click.argument("email")
@click.password_option(help="Asked for when it is not given.")
def password(email: str, password: str) -> None:
    """Give somebody a new password."""
    with opened():
        from hotwash.directory.steps import set_password
        from hotwash.kernel.core.refusal import Refusal

        done = set_password(email=email, password=password)
    if isinstance(done, Refusal):
        click.echo(str(done), err=True)
        sys.exit(2)
    click.echo(f"{done.name} can sign in with the new password.")
