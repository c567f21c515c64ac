"""Files for requests that are generated from the contract."""

import schemathesis
from hypothesis.strategies import sampled_from

from .files import SMALL

_MEDIA = ("image/*",)


def draw_files() -> None:
    """Have bodies drawn that are what the contract says of them."""
    for media in _MEDIA:
        start = media.removesuffix("*")
        found = [file for kind, file in SMALL.items() if kind.startswith(start)]
        schemathesis.openapi.media_type(media, sampled_from(found))
