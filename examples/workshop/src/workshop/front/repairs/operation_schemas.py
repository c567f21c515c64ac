"""What operations of repairs are given, and answer."""

from typing import Annotated

from pydantic import BaseModel

from workshop.core.http.decimals import Decimal, DecimalFormat
from workshop.core.http.schemas import Integer

TotalDecimal = Annotated[
    Decimal,
    DecimalFormat(
        r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$",
        "Input should be a decimal text of up to 10 digits and 2 decimals",
    ),
]


class RepairEstimateOutput(BaseModel):
    total: TotalDecimal
    jobs: Integer
