"""The difference of two models as migrations: what changes, what is dangerous, and its text."""

from .dangers import Danger, dangers
from .difference import UnsupportedChangeError, operations
from .history import FOLDER, History, HistoryError, read_history
from .operations import Operation
from .revision import Revision, revision
from .sql import sql_of
from .steps import TwoSteps, two_steps

__all__ = [
    "FOLDER",
    "Danger",
    "History",
    "HistoryError",
    "Operation",
    "Revision",
    "TwoSteps",
    "UnsupportedChangeError",
    "dangers",
    "operations",
    "read_history",
    "revision",
    "sql_of",
    "two_steps",
]
