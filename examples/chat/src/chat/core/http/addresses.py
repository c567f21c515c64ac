"""Addresses of mail, of pages and of machines."""

from typing import Annotated

from pydantic import Field

from .messages import ErrorMessage

_ATOM = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"

Email = Annotated[
    str,
    Field(
        strict=True,
        max_length=254,
        pattern=rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z]{{2,63}}$",
    ),
    ErrorMessage("Input should be an email address, such as ada@example.com"),
]
