from hotwash.directory.views.account import account, password, revoke, sign_in, sign_out, welcome
from hotwash.directory.views.directory import directory, edit_person, edit_service, edit_team, new_person

__all__ = [
    "account",
    "directory",
    "edit_person",
    "edit_service",
    "edit_team",
    "new_person",
    "password",
    "revoke",
    "sign_in",
    "sign_out",
    "welcome",
]
