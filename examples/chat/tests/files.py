"""Files for tests: the smallest that are what they say, and where they are kept."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chat.core.files.kinds import FileField

from .api.resource import Resource
from .api.resources import RESOURCES

_FOLDER = TemporaryDirectory()
FOLDER = _FOLDER.name

SMALL = {
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "image/gif": b"GIF89a\x01\x00\x01\x00",
    "image/webp": b"RIFF\x04\x00\x00\x00WEBP",
    "image/tiff": b"II*\x00\x08\x00\x00\x00",
    "image/avif": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00",
    "image/heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "audio/mp4": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00",
    "video/quicktime": b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
    "video/mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00",
    "video/webm": b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm",
    "audio/flac": b"fLaC\x00\x00\x00\x22",
    "audio/ogg": b"OggS\x00\x02",
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "audio/mpeg": b"ID3\x04\x00\x00",
    "application/pdf": b"%PDF-1.7\n",
    "application/gzip": b"\x1f\x8b\x08\x00",
    "application/zip": b"PK\x03\x04\x14\x00",
}
"""A beginning of a file of each kind."""


@dataclass(frozen=True)
class FileOf:
    """A file that rows of a resource may have."""

    resource: Resource[Any]
    field: FileField

    def __str__(self) -> str:
        return f"{self.resource}-{self.field.attribute}"

    @property
    def name(self) -> str:
        """What it is called in JSON, and in the constant of the slice."""
        return self.field.attribute.removesuffix("_")

    @property
    def kind(self) -> str:
        """A media type that it may be of."""
        return next(each for each in SMALL if self.field.takes(each))

    @property
    def small(self) -> bytes:
        """A file that it may be."""
        return SMALL[self.kind]

    @property
    def other(self) -> bytes:
        """A file that it may not be."""
        found = (file for kind, file in SMALL.items() if not self.field.takes(kind))
        return next(found, b"<svg onload=alert(1)>")

    def path_to(self, entity: Any) -> str:
        """Return the path of the file of a row."""
        return self.under(self.resource.path_to(entity))

    def under(self, path: str) -> str:
        """Return the path of the file below that of its row."""
        return f"{path}/{self.name.replace('_', '-')}"


def _files() -> Iterator[FileOf]:
    for resource in RESOURCES:
        if getattr(resource.repository, "files", ()):
            slice_ = resource.service.__module__.rpartition(".")[0]
            known = vars(importlib.import_module(f"{slice_}.files")).values()
            fields = (each for each in known if isinstance(each, FileField))
            yield from (FileOf(resource, each) for each in fields)


FILES = [*_files()]
"""Every file that rows may have."""


def kept() -> list[Path]:
    """Return what the store of the tests has, finished or not."""
    return [each for each in Path(FOLDER).rglob("*") if each.is_file()]


def empty_store() -> None:
    """Remove all that it has."""
    for each in kept():
        each.unlink()
