"""What a file is called, for people: never where it is kept."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 255
_SEPARATORS = re.compile(r"[/\\]")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Signs that nobody sees, or that turn around what is read."""

_SHOWN = ("image/", "audio/", "video/")
"""What browsers may show in its place: none of it can run anything."""


def clean(name: str, otherwise: str) -> str:
    """Return the last part of what a client calls a file, without signs that mislead."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", name))[-1]
    seen = (" " if each.isspace() else each for each in last)
    plain = "".join(c for c in seen if unicodedata.category(c) not in _HIDDEN)
    return " ".join(plain.split()).strip(" .")[:LONGEST] or otherwise


def is_shown(kind: str) -> bool:
    """Tell whether a browser may show a file of a media type, and need not save it."""
    return kind.startswith(_SHOWN)


def disposition(name: str, *, shown: bool) -> str:
    """Return the header that says what a file is called, and whether it is shown."""
    plain = re.sub(r"[^ !#$&+.0-9A-Z^_`a-z|~()-]", "_", name)
    way = "inline" if shown else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
