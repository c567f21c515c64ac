"""The tables with the history of rows: a copy of a row after each change of it."""

from workshop.core.db.copies import histories, history_of
from workshop.models.base import Base
from workshop.models.repair import Repair

history_of(Repair)

HISTORY = histories(Base.metadata)
"""Where it is kept what rows were, by the table of the rows."""
