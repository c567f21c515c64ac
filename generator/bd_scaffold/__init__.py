"""bd-scaffold: from a page of design to a backend that runs."""

__version__ = "0.2.0"
