"""The roles that accounts may have, and the permissions of each."""

from collections.abc import Mapping

ROLES: Mapping[str, tuple[str, ...]] = {
    "admin": ("*",),
    "talker": (),
}
