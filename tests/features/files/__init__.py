"""Rows that files belong to."""

from pathlib import Path

from capability import Capability, Drawn

_ITEMS = "src/lab/store/items"
_NOTE = "note: text?\n"
_FILE = "note: text?\n      picture: file(image/*, 5MB)?\n"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("file added", "file removed"): [(_NOTE, _FILE)],
    },
    later={
        ("larger files", "smaller files"): [("image/*, 5MB", "image/*, 10MB")],
        ("more kinds of files", "fewer kinds of files"): [
            ("image/*, 5MB", "image/*, application/pdf, 5MB"),
        ],
        ("files in S3", "files in a folder"): [
            ("name: lab\n", "name: lab\nfiles: {store: s3}\n"),
        ],
        ("file renamed", "file renamed back"): [
            ("picture: file(image/*, 5MB)?", "photo: file(image/*, 5MB)? was(picture)"),
        ],
    },
    destructive={
        "file removed": ["drop:Item.picture"],
        "file renamed back": ["drop:Item.photo"],
    },
    conflicts={
        "other quotes": {
            each: {f"{_ITEMS}/repository.py", f"{_ITEMS}/service.py"}
            for each in ("file added", "file removed")
        },
    },
    drawn=Drawn(),
)
