"""The author's words for files: which a field takes, and where they are kept."""

from __future__ import annotations

import re
from typing import Literal, get_args

from ..record import Record
from .reading import Choice, Words, word

FILE = "file"
"""The type of a field that a file belongs to."""

Store = Literal["folder", "s3"]
STORES: tuple[Store, ...] = get_args(Store)

KINDS = (
    "image/avif",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "application/gzip",
    "application/pdf",
    "application/zip",
)
"""The media types that a file's first bytes tell, in the order in which they are listed."""

GROUPS = tuple(dict.fromkeys(f"{each.partition('/')[0]}/*" for each in KINDS[:15]))
"""What stands for several of them: `image/*`."""

USUAL_SIZE = "10MB"
_SIZE = re.compile(r"([1-9][0-9]{0,8})(kB|KiB|MB|MiB|GB|GiB)")
_UNITS = {
    "kB": 10**3,
    "KiB": 2**10,
    "MB": 10**6,
    "MiB": 2**20,
    "GB": 10**9,
    "GiB": 2**30,
}
LARGEST = 5 * 10**9
"""The most bytes of a file: an upload of more is one that begins anew too often."""


class Files(Words):
    """Where the files of rows are kept."""

    store: Store = word(
        Choice(STORES),
        "A folder of the machine, or a bucket of S3, or of what speaks as S3 does.",
        default="folder",
        examples=("s3",),
    )


class FileType(Record, frozen=True):
    """What a field of the type `file` takes."""

    media: tuple[str, ...]  # as the design writes them: "image/*", "application/pdf"
    most: int  # bytes
    size: str  # the same as the design writes it: "5MB"


def file_type(arguments: tuple[str, ...]) -> FileType | None:
    """Return what the arguments of `file(…)` say; None where they are wrong."""
    sizes = [each for each in arguments if "/" not in each]
    media = tuple(each for each in arguments if "/" in each)
    size = sizes[0] if sizes else USUAL_SIZE
    most = bytes_of(size)
    wrong = len(sizes) > 1 or not media or most is None
    return None if wrong or most is None else FileType(media, most, size)


def bytes_of(size: str) -> int | None:
    """Return the bytes of a size, or None where a text says none: "5MB", "512KiB"."""
    found = _SIZE.fullmatch(size)
    return int(found[1]) * _UNITS[found[2]] if found else None


def kinds_of(media: tuple[str, ...]) -> tuple[str, ...]:
    """Return the media types that are meant, each once."""
    return tuple(
        kind
        for kind in KINDS
        if kind in media or f"{kind.partition('/')[0]}/*" in media
    )
