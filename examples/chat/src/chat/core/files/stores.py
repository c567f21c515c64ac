"""The store that the settings name."""

from pathlib import Path

from chat.settings import Settings

from .folder import FolderStore
from .store import Store


def open_store(settings: Settings, location: str = "") -> Store:
    """Return the store of the settings, or that of another location."""
    location = location or settings.files_location
    return FolderStore(Path(location))
