"""The documents of a design, as its project has them."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from bd_scaffold import pipeline

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples/designs"
DESIGNS = ROOT / "tests/designs"

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

SMALL = """\
name: notes
documents: true
entities: {Note: {fields: {title: string(120)}}}
"""
"""A design that says as little as one can."""


def asked(text: str) -> str:
    """Return a design that asks for its documents."""
    said = re.search("^documents:", text, re.MULTILINE)
    return (
        text
        if said
        else re.sub("(?m)^(name: .*)$", r"\1\ndocuments: true", text, count=1)
    )


def example(name: str) -> str:
    """Return the design of an example, asking for its documents."""
    return asked((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def project(text: str) -> dict[str, str]:
    """Return every file of a design's project."""
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    return dict(pipeline.render(text.encode(), model))


def documents(text: str) -> dict[str, str]:
    """Return the pages of a design's project, by their paths."""
    files = project(text)
    return {
        path: each
        for path, each in files.items()
        if path.startswith("docs/") and path.endswith(".md")
    }


def links(path: str, text: str) -> list[str]:
    """Return where the links of a page lead to, but for other sites."""
    found = re.findall(r'href="([^"]+)"', MARKDOWN.render(text))
    return [_joined(path, each) for each in found if "://" not in each]


def _joined(path: str, target: str) -> str:
    file, mark, anchor = target.partition("#")
    folder = posixpath.dirname(path)
    whole = posixpath.normpath(posixpath.join(folder, file)) if file else path
    return whole + mark + anchor


def anchors(text: str) -> set[str]:
    """Return what the headings of a page are called in links."""
    tokens = MARKDOWN.parse(text)
    titles = [
        tokens[number + 1].content
        for number, each in enumerate(tokens)
        if each.type == "heading_open"
    ]
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in titles}
