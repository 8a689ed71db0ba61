"""The few things that can go wrong in the core, named so that the edge can answer each of them."""


class DispatchError(Exception):
    """Base of every error the core raises on purpose."""


class IllegalMove(DispatchError):
    """A state was asked to make a move that its table does not hold."""


class NotFound(DispatchError):
    """A row that was asked for by id does not exist."""


class BadSetting(DispatchError):
    """A setting's name is unknown or its value does not fit; the message says what would."""


class SendFailed(DispatchError):
    """The carrier refused a message. `permanent` says whether trying again could ever help."""

    def __init__(self, code: str, *, permanent: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after


class SendUnknown(DispatchError):
    """Nobody knows whether the carrier took the message; it must be looked up before it is sent again."""
