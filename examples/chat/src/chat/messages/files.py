"""What the files of messages may be."""

from chat.core.files.kinds import FileField

PICTURE_FILE = FileField(
    "picture",
    ("image/*",),
    5000000,
)
