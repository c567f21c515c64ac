"""Steps of rules into lists: `field(rows_of("Membership", "room_id"), "account_id").is_me()`."""

from collections.abc import Iterator


def rows_of(entity: str, *attributes: str) -> str:
    """Return the step of a path to the rows of a class that refer to a row by attributes.

    What is said of them holds where it holds of one of them, other than the row itself that
    the rule is about: nobody lets themselves in by the row that they add.
    """
    return ".".join((entity, *attributes))


def rows_in(step: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Return the class and the attributes of a step into a list; None for any other."""
    entity, *attributes = step[0].split(".")
    return (entity, tuple(attributes)) if attributes else None


def lists_of(path: tuple[tuple[str, ...] | str, ...]) -> Iterator[str]:
    """Yield the classes of the lists that a path leads through."""
    for step in path[:-1]:
        found = rows_in((step,) if isinstance(step, str) else step)
        if found is not None:
            yield found[0]
