"""Everything that changes people, teams, services and tokens."""

from hotwash.directory.steps.people import (
    PersonValues,
    add_person,
    change_own_password,
    change_own_profile,
    change_person,
    make_first_account,
    record_failed_sign_in,
    record_sign_in,
    set_password,
    sign_in_waits_until,
)
from hotwash.directory.steps.services import ServiceValues, TeamValues, save_service, save_team
from hotwash.directory.steps.tokens import make_token, revoke_token

__all__ = [
    "PersonValues",
    "ServiceValues",
    "TeamValues",
    "add_person",
    "change_own_password",
    "change_own_profile",
    "change_person",
    "make_first_account",
    "make_token",
    "record_failed_sign_in",
    "record_sign_in",
    "revoke_token",
    "save_service",
    "save_team",
    "set_password",
    "sign_in_waits_until",
]
