"""Texts get the form in which they are stored, and keep their length where only cases change."""

from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from chat.core.http.normal import Lower, Trim, Upper


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        (Annotated[str, Lower], "Ada@Example.COM", "ada@example.com"),
        (Annotated[str, Lower], "ÄÖÜ ÇIÑ İ", "äöü çiñ İ"),
        (Annotated[str, Upper], "grün, straße", "GRÜN, STRAßE"),
        (Annotated[str, Trim], "\u3000\tone two\xa0\n", "one two"),
        (Annotated[str, Trim, Upper], " ab ", "AB"),
        (Annotated[str, Lower], "", ""),
    ],
)
def test_a_text_gets_its_form(kind: Any, sent: str, stored: str) -> None:
    adapter = TypeAdapter(kind)
    assert adapter.validate_python(sent) == stored
    assert adapter.validate_python(stored) == stored


def test_the_length_is_that_of_what_is_sent() -> None:
    adapter = TypeAdapter(Annotated[str, Field(max_length=3), Trim])
    assert adapter.validate_python("ab ") == "ab"
    with pytest.raises(ValidationError):
        adapter.validate_python(" ab ")
