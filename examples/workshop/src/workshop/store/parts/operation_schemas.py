"""What operations of parts are given, and answer."""

from typing import Annotated

from pydantic import Field

from workshop.core.http.integers import Whole
from workshop.core.http.schemas import Input, Integer


class PartReorderInput(Input):
    below: Annotated[Integer, Field(ge=0), Whole]
