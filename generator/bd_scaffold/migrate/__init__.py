"""The difference of two models as migrations: what changes, what is dangerous, and its text."""

from .destructive import DestructiveChange, destructive_changes
from .difference import operations
from .history import FOLDER, History, HistoryError, read_history
from .operations import Operation
from .refusals import UnsupportedChangeError
from .revision import Revision, revision
from .row_fills import RowFill, fillable, filled
from .schema import PRESENT, PerEngine, constant_sql
from .sql import sql_of
from .steps import TwoSteps, two_steps

__all__ = [
    "FOLDER",
    "PRESENT",
    "DestructiveChange",
    "History",
    "HistoryError",
    "Operation",
    "PerEngine",
    "Revision",
    "RowFill",
    "TwoSteps",
    "UnsupportedChangeError",
    "constant_sql",
    "destructive_changes",
    "fillable",
    "filled",
    "operations",
    "read_history",
    "revision",
    "sql_of",
    "two_steps",
]
