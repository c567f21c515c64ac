"""A setting, as far as whoever deploys the project has to know of it."""

from __future__ import annotations

from ..record import Record


class Setting(Record, frozen=True):
    """A variable of the environment, and what it asks of the place where it is set."""

    name: str  # "JWT_KEYS"
    secret: bool = False  # it comes from a store of secrets, and stands in no file
    needed: bool = False  # production does not start without it
    value: str = (
        ""  # in production, where the default is wrong: `{host}` is the host name
    )
    ports: tuple[int, ...] = ()  # where that listens which it names
    served: str = ""  # by what a cloud has of it: "redis", "rabbitmq", "bucket"
    memory: int = 0  # MiB that a process keeps of what it bounds, by its default
