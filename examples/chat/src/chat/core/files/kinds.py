"""What a file is, by its first bytes: neither its name nor what a client says is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEAD = 64
"""How many bytes tell what a file is."""

_SIGNATURES: tuple[tuple[str, str, bytes], ...] = (
    ("image/png", "png", rb"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", "jpg", rb"\xff\xd8\xff"),
    ("image/gif", "gif", rb"GIF8[79]a"),
    ("image/webp", "webp", rb"RIFF.{4}WEBP"),
    ("image/tiff", "tiff", rb"II\*\x00|MM\x00\*"),
    ("image/avif", "avif", rb".{4}ftypavi[fs]"),
    ("image/heic", "heic", rb".{4}ftyp(?:heic|heix|hevc|hevx|mif1|msf1)"),
    ("audio/mp4", "m4a", rb".{4}ftypM4[AB] "),
    ("video/quicktime", "mov", rb".{4}ftypqt  "),
    ("video/mp4", "mp4", rb".{4}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |dash)"),
    ("video/webm", "webm", rb"\x1aE\xdf\xa3.*?webm"),
    ("audio/flac", "flac", rb"fLaC"),
    ("audio/ogg", "ogg", rb"OggS"),
    ("audio/wav", "wav", rb"RIFF.{4}WAVE"),
    ("audio/mpeg", "mp3", rb"ID3|\xff[\xf2\xf3\xfa\xfb]"),
    ("application/pdf", "pdf", rb"%PDF-"),
    ("application/gzip", "gz", rb"\x1f\x8b\x08"),
    ("application/zip", "zip", rb"PK\x03\x04"),
)
_PATTERNS = [(kind, re.compile(pattern, re.DOTALL)) for kind, _, pattern in _SIGNATURES]
EXTENSIONS: Mapping[str, str] = {kind: end for kind, end, _ in _SIGNATURES}


def kind_of(head: bytes) -> str | None:
    """Return the media type of a file by its first bytes; None where they tell nothing."""
    found = (kind for kind, pattern in _PATTERNS if pattern.match(head))
    return next(found, None)


@dataclass(frozen=True)
class FileField:
    """What is known of a file before there is one."""

    attribute: str
    media: tuple[str, ...]  # "image/*", "application/pdf"
    most: int  # bytes

    def takes(self, kind: str) -> bool:
        """Tell whether a file may be of a media type."""
        return kind in self.media or f"{kind.partition('/')[0]}/*" in self.media

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every media type that a file may be of."""
        return tuple(kind for kind in EXTENSIONS if self.takes(kind))

    @property
    def taken(self) -> dict[str, Any]:
        """What OpenAPI is told of the body."""
        return {"requestBody": {"required": True, "content": content(self.media)}}


def content(media: tuple[str, ...]) -> dict[str, Any]:
    """Return what OpenAPI is told of a file of some media types."""
    schema = {"type": "string", "format": "binary"}
    return {each: {"schema": schema} for each in media}
