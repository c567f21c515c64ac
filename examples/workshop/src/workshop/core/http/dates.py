"""Days in JSON."""

import datetime as dt
from typing import Annotated

from .schemas import DAY, YEAR, StringFormat

Date = Annotated[
    dt.date,
    StringFormat(
        f"^{YEAR}-{DAY}$", "Input should be a date, such as 2026-01-31", "date"
    ),
]
