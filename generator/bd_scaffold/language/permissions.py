"""Permissions: `order:read`, and the patterns by which roles have them: `order:*`, `*`."""

from __future__ import annotations

from collections.abc import Iterable

from .. import names

EVERYTHING = "*"
"""The pattern that covers every permission."""

PATTERN = r"^(\*|[a-z][a-z0-9_]*:(\*|[a-z][a-z0-9_]*))$"
"""The form of a pattern, for editors."""


def is_permission(text: str) -> bool:
    """True for a resource and an action, as a rule asks for them: `order:read`."""
    resource, colon, action = text.partition(":")
    return bool(colon) and names.is_snake_name(resource) and names.is_snake_name(action)


def is_pattern(text: str) -> bool:
    """True for what a role may have: `*`, `order:*` or `order:read`."""
    if text == EVERYTHING:
        return True
    resource, colon, action = text.partition(":")
    return bool(colon and names.is_snake_name(resource)) and (
        action == EVERYTHING or names.is_snake_name(action)
    )


def covers(pattern: str, permission: str) -> bool:
    """True where who has a pattern has a permission."""
    if pattern in (EVERYTHING, permission):
        return True
    resource, _, action = pattern.partition(":")
    return action == EVERYTHING and permission.startswith(f"{resource}:")


def grants(patterns: Iterable[str], permission: str) -> bool:
    """True where one of some patterns covers a permission."""
    return any(covers(each, permission) for each in patterns)
