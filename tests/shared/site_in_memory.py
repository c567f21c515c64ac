"""A project in memory, for sites to be made of."""

from __future__ import annotations

from dataclasses import dataclass

from bd_scaffold.site import sources


@dataclass(frozen=True)
class Files:
    """A project in memory."""

    files: dict[str, bytes]

    @property
    def documents(self) -> tuple[str, ...]:
        inside = (each for each in self.files if each.startswith("docs/"))
        return tuple(sorted(each for each in inside if each.endswith(".md")))

    def read(self, path: str) -> bytes:
        return self.files[path]

    def kind(self, path: str) -> str:
        if path.startswith(".."):
            return sources.OUTSIDE
        if path in self.files:
            return sources.FILE
        inside = path == "." or any(each.startswith(f"{path}/") for each in self.files)
        return sources.FOLDER if inside else sources.NOTHING
