"""The words of stage 2: what becomes of a seat. Which seats there are says the process document."""

from enum import StrEnum

#: Keys of the process document's seats that the code itself fills; a seat with a ``side`` is an expert's.
COMMANDER = "commander"
FACILITATOR = "facilitator"
PARTICIPANT = "participant"


class SeatState(StrEnum):
    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXCUSED = "excused"


#: States of a seat that somebody is expected to sit in.
SEATED = frozenset({SeatState.PROPOSED, SeatState.INVITED, SeatState.ACCEPTED})


class EntryState(StrEnum):
    """Of a meeting in the team's calendar."""

    WAITING = "waiting"
    STANDS = "stands"
    GIVEN_UP = "given_up"
