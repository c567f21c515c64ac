"""Whatever stands in a file: it passes and can be built, or each mistake has its place."""

from __future__ import annotations

import re

from drawn import TEXTS, designs
from drawn_settings import tried
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bd_scaffold import model, rules

JUNK = (
    *(
        "",
        " ",
        "  ",
        "\t",
        ":",
        "- ",
        "?",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!str ",
        "|",
    ),
    *("#", "'", '"', "\\", ",", "()", "(", "=", "= 1", "~", "null", "0", "-1", "1e999"),
    *("text", "string", "decimal(3)", "unique", "readonly", "on_delete(x)", "by x"),
    *("\r", "\u2028", "\u202e", "\x00", "\ufeff", "😀", "é", "9" * 400, "x" * 70),
    *("entities:", "fields:", "<<: ", "---", "...", "%YAML 1.1", "@", "`", ">"),
)

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML, and so an editor of it, ends a line at."""


@st.composite
def broken(draw: DrawFn) -> str:
    """A design after a few accidents."""
    lines = draw(designs()).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        column = draw(st.integers(0, len(line)))
        match draw(st.sampled_from(["cut", "repeat", "insert", "replace", "indent"])):
            case "cut":
                lines[place] = line[:column]
            case "repeat":
                lines.insert(place, line)
            case "insert":
                junk = draw(st.sampled_from(JUNK) | TEXTS)
                lines[place] = line[:column] + junk + line[column:]
            case "replace":
                head, colon, _ = line.partition(":")
                lines[place] = f"{head}{colon} {draw(st.sampled_from(JUNK) | TEXTS)}"
            case _:
                lines[place] = " " * draw(st.integers(0, 3)) + line.lstrip()
    return "\n".join(lines)


def assert_told_or_built(content: bytes) -> None:
    design, mistakes = rules.review(content, "design.yaml")
    lines = LINE_END.split(content.decode(errors="replace"))
    for mistake in mistakes:
        assert mistake.message
        assert 1 <= mistake.where.line <= len(lines), mistake
        line = lines[mistake.where.line - 1]
        assert 1 <= mistake.where.column <= len(line) + 1, mistake
    if not mistakes:
        assert design is not None
        assert model.build(design).entities


@tried(80)
@given(text=broken())
def test_an_accident_is_told_with_its_place(text: str) -> None:
    assert_told_or_built(text.encode())


@tried(60)
@given(
    content=st.binary(max_size=60)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(str.encode)
)
def test_a_file_of_anything_is_told_with_its_place(content: bytes) -> None:
    assert_told_or_built(content)
