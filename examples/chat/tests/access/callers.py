"""Who asks in the tests of access: their account, and their roles."""

from collections.abc import Mapping

from .case import OWNER, SOMEBODY, Whose

ROLES: tuple[str, ...] = ("admin", "talker")

CALLERS: Mapping[str, tuple[Whose | None, tuple[str, ...]]] = {
    "anonymous": (None, ()),
    "owner": (OWNER, ()),
    "somebody else": (SOMEBODY, ()),
    "every role": (SOMEBODY, ROLES),
    **{f"role {name}": (SOMEBODY, (name,)) for name in ROLES},
}
