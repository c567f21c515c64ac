"""How a capability names code of the generated project."""

from __future__ import annotations

Use = tuple[str, str]
"""A module of the generated package, and a name that it defines: ("core.db.links", "Link")."""

Call = tuple[str, tuple[str, ...]]
"""A call in the generated code: what is called, and its arguments."""
