"""Where links of documents lead from their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_sites import body, draft, files, made, mistakes

from bd_scaffold import site

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROJECTS = sorted({each.parents[1] for each in EXAMPLES.glob("*/docs/*.md")})
"""The examples that have documents."""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](other.md)", '<a href="other.html">a</a>'),
        ("[a](other.md#part)", '<a href="other.html#part">a</a>'),
        ("[a](#part)", '<a href="#part">a</a>'),
        ("[a](page.md#part)", '<a href="#part">a</a>'),
        ("[a](page.md)", '<a href="page.html">a</a>'),
        ("[a](README.md)", '<a href="index.html">a</a>'),
        ("[a](./)", '<a href="index.html">a</a>'),
        ("[a](/docs/other.md)", '<a href="other.html">a</a>'),
        ("[a](other.md?x=1)", '<a href="other.html">a</a>'),
        ("[](other.md)", '<a href="other.html">Other</a>'),
        ("[a][ref]\n\n[ref]: other.md", '<a href="other.html">a</a>'),
        ("[a](../README.md)", '<a href="project/README.html">a</a>'),
        ("[a](../openapi.yaml)", '<a href="files/openapi.yaml">a</a>'),
        ("![a](../picture.png)", '<img src="files/picture.png" alt="a">'),
        ("![a](../drawing.svg)", '<img src="files/drawing.svg" alt="a">'),
        (
            "[a](../drawing.svg)",
            '<span class="source">a (<code>drawing.svg</code>)</span>',
        ),
        ("[a](../page.html)", '<span class="source">a (<code>page.html</code>)</span>'),
        ("[a](deeper/)", '<a href="deeper/a.html">a</a>'),
        ("[a](../src/)", '<span class="source">a (<code>src</code>)</span>'),
        ("[`main.py`](../src/main.py#L1)", "<code>main.py</code></span>"),
        ("[a](../.env)", '<span class="source">a (<code>.env</code>)</span>'),
        (
            "[a](https://example.com/?a&b)",
            '<a href="https://example.com/?a&amp;b" rel="external noreferrer">a</a>',
        ),
        ("[a](//example.com)", '<a href="https://example.com" rel='),
        ("<a@example.com>", '<a href="mailto:a@example.com"'),
        ("![a](https://example.com/a.png)", '<a href="https://example.com/a.png" rel='),
    ],
)
def test_a_link_leads_from_its_page(written: str, shown: str) -> None:
    text = f"# Page\n\n## Part\n\n{written}\n"
    assert shown in body(text, other="# Other\n\n## Part\n", **{"deeper/a": "# D\n"})


def test_links_lead_up_and_down() -> None:
    made_of = made(
        **{
            "README": "# A\n\n[b](b/c.md)\n",
            "b/c": "# C\n\n[up](../README.md) ![p](../../picture.png) [d](d%20e.md)\n",
            "b/d e": "# D\n",
        }
    )
    shown = made_of.files["b/c.html"].decode()
    assert '<a href="../index.html">up</a>' in shown
    assert '<img src="../files/picture.png" alt="p">' in shown
    assert '<a href="d%20e.html">d</a>' in shown
    assert 'href="../assets/site.css"' in shown
    assert "b/d e.html" in made_of.files


def test_files_come_along_once_and_only_if_somebody_links_to_them() -> None:
    found = made(README="# A\n\n[a](../openapi.yaml) [b](../openapi.yaml#x)\n")
    along = [each for each in found.files if each.startswith("files/")]
    assert along == ["files/openapi.yaml"]


def test_documents_elsewhere_come_along_where_documents_lead_to_them() -> None:
    project = files(README="# A\n\n[s](../SECURITY.md)\n")
    project.files["SECURITY.md"] = b"# Security\n\n[more](MORE.md)\n"
    project.files["MORE.md"] = b"# More\n"
    project.files["CHANGELOG.md"] = b"# Changes\n"
    found = site.make(site.draft(project))
    pages = [each.file for each in found.pages]
    assert pages == ["index.html", "project/SECURITY.html", "project/MORE.html"]


def test_a_mistake_stands_where_the_link_does() -> None:
    text = (
        "# A\n\nfirst [b](b.md)\nthen [gone](gone.md) and [b](b.md), [gone](gone.md)\n"
    )
    assert mistakes(README=text, b="# B\n") == [
        'docs/README.md:4:13 BD911 "gone.md": there is no docs/gone.md.',
        'docs/README.md:4:44 BD911 "gone.md": there is no docs/gone.md.',
    ]


def test_addresses_that_are_none_are_told() -> None:
    text = "# A\n\n[a](JavaScript:x) [c](data:text/html,x) <ftp://x>\n"
    assert [each.split(" ", 2)[1] for each in mistakes(README=text)] == ["BD914"] * 3


def test_a_draft_with_mistakes_is_still_read_whole() -> None:
    found = draft(README="# A\n\n[x](x.md)\n", b="# B\n\n[y](#y)\n")
    assert [each.code for each in found.mistakes] == ["BD911", "BD912"]
    assert set(found.pages.values()) == {"index.html", "b.html"}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda each: each.name)
def test_documents_of_the_examples_have_no_link_that_leads_nowhere(
    project: Path,
) -> None:
    found = site.draft(site.sources_of(project))
    assert [str(each) for each in found.mistakes] == []
