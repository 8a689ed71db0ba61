"""Why the processes could not be started: each is one line for the person at the command line."""


class NotStarted(Exception):
    """Base of the reasons; the message is for people."""


class Busy(NotStarted):
    """The data folder or the port is in use; the message says which."""


class NoRedisServer(NotStarted):
    """There is no server for Redis on this machine; REDIS_URL must name one."""


class StartFailed(NotStarted):
    """A child did not get ready; the message says which."""
