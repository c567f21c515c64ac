"""Identifiers as types, the forms they take, and the words that other languages keep.

| module | knows |
|---|---|
| `forms` | identifiers as types, and from one form to another: `OrderLine` → `order_line` |
| `plurals` | English plurals and singulars |
| `reserved` | Python names that are taken, and what steps aside |
| `sql` | names in the database |
| `project` | names that a project can't have |
| `literals`, `counting` | texts as Python literals; numbers with their nouns |
"""

from __future__ import annotations

from .counting import counted, first_of, with_article
from .forms import (
    CLASS_PATTERN,
    ENUM_VALUE_PATTERN,
    KEBAB_PATTERN,
    SEGMENT_PATTERN,
    SNAKE_PATTERN,
    ClassName,
    KebabName,
    SnakeName,
    enum_member,
    enum_members,
    is_class_name,
    is_enum_value,
    is_kebab_name,
    is_plural_acronym,
    is_segment,
    is_snake_name,
    kebab,
    pascal,
    snake,
    words,
)
from .literals import docstring, python_string
from .plurals import plural, singular
from .project import is_windows_device, reserved_project_name
from .reserved import (
    RESERVED_CLASSES,
    VALUE_NAMES,
    is_safe_part,
    safe_attribute,
    safe_class,
    safe_method,
    safe_module,
)
from .sql import (
    IDENTIFIER_LIMIT,
    folded,
    is_sql_type,
    quote_sql,
    shorten,
    sql_literal,
    why_no_expression,
)

__all__ = [
    "CLASS_PATTERN",
    "ENUM_VALUE_PATTERN",
    "IDENTIFIER_LIMIT",
    "KEBAB_PATTERN",
    "RESERVED_CLASSES",
    "SEGMENT_PATTERN",
    "SNAKE_PATTERN",
    "VALUE_NAMES",
    "ClassName",
    "KebabName",
    "SnakeName",
    "counted",
    "docstring",
    "enum_member",
    "enum_members",
    "first_of",
    "folded",
    "is_class_name",
    "is_enum_value",
    "is_kebab_name",
    "is_plural_acronym",
    "is_safe_part",
    "is_segment",
    "is_snake_name",
    "is_sql_type",
    "is_windows_device",
    "kebab",
    "pascal",
    "plural",
    "python_string",
    "quote_sql",
    "reserved_project_name",
    "safe_attribute",
    "safe_class",
    "safe_method",
    "safe_module",
    "shorten",
    "singular",
    "snake",
    "sql_literal",
    "why_no_expression",
    "with_article",
    "words",
]
