"""The exceptions of Hotwash. What is expected to be refused is a value instead: see ``refusal``.

HotwashError
├── NotPermitted        the actor may not do this                       doors answer 403
├── NotFound            there is no such thing, or not for this actor   doors answer 404
├── BadInput            foreign bytes that cannot be taken              doors answer 400 with the message
│   └── TooLarge        … because of their size                         doors answer 413
├── Busy                somebody else is at it just now             doors answer 423
├── BrokenContract      a caller or a row is not as promised            a defect: doors answer 500
└── PluginError         something outside failed; says whether to retry
"""


class HotwashError(Exception):
    """Base of all exceptions of this package; its text is for people and holds no secret."""


class NotPermitted(HotwashError):  # noqa: N818 - the names read as sentences at the place of the raise
    pass


class NotFound(HotwashError):  # noqa: N818
    pass


class BadInput(HotwashError):  # noqa: N818
    pass


class TooLarge(BadInput):
    pass


class Busy(HotwashError):  # noqa: N818
    pass


class BrokenContract(HotwashError):  # noqa: N818
    pass


class PluginError(HotwashError):
    """The only exception that a plugin raises.

    ``retry`` says whether the same call may succeed later; ``after`` is the least wait in seconds, if the other
    side told it.
    """

    def __init__(self, message: str, *, retry: bool, after: float | None = None) -> None:
        super().__init__(message)
        self.retry = retry
        self.after = after
