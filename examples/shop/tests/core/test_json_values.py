from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shop.core.http.json_values import Json

_READER: TypeAdapter[Any] = TypeAdapter(Json)


def _nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"inner": value}
    return value


def test_a_value_is_as_deep_as_answers_can_show() -> None:
    assert _READER.validate_python(_nested(190)) == _nested(190)
    for levels in (191, 255, 100_000):
        with pytest.raises(ValidationError, match="levels"):
            _READER.validate_python(_nested(levels))
