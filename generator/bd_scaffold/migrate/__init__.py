"""The difference of two models as migrations: what changes, what is dangerous, and its text."""

from ..model.server_defaults import MADE, constant_sql
from ..model.types import PerEngine
from .destructive import destructive_changes
from .difference import operations
from .findings import DestructiveChange
from .history import FOLDER, History, HistoryError, read_history
from .operations import Operation
from .refusals import UnsupportedChangeError
from .revision import Revision, revision
from .row_fills import RowFill, fillable, filled
from .sql import sql_of
from .steps import TwoSteps, two_steps

__all__ = [
    "FOLDER",
    "MADE",
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
