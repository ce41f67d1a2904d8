"""The words of stage 2: the seats of a post-mortem team and what becomes of each."""

from enum import StrEnum


class SeatKey(StrEnum):
    COMMANDER = "commander"
    FACILITATOR = "facilitator"
    SUPPORT = "support"
    OPERATIONS = "operations"
    DEVELOPMENT = "development"
    PARTICIPANT = "participant"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    SeatKey.COMMANDER: "Incident commander",
    SeatKey.FACILITATOR: "Facilitator",
    SeatKey.SUPPORT: "Subject matter expert, support",
    SeatKey.OPERATIONS: "Subject matter expert, operations",
    SeatKey.DEVELOPMENT: "Subject matter expert, development",
    SeatKey.PARTICIPANT: "Participant",
}

#: The process asks that each of these is seated or excused with a reason.
EXPERTS = (SeatKey.SUPPORT, SeatKey.OPERATIONS, SeatKey.DEVELOPMENT)


class SeatState(StrEnum):
    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXCUSED = "excused"
