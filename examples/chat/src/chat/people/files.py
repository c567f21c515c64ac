"""What the files of people may be."""

from chat.core.files.kinds import FileField

PICTURE_FILE = FileField(
    "picture",
    ("image/*",),
    2000000,
)
