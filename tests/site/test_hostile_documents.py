"""Whatever a document says, its page has only elements that can do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_in_memory import Files

from bd_scaffold import site
from bd_scaffold.site import assets

_ELEMENTS = {
    *("html", "head", "meta", "title", "link", "script", "body", "header", "nav"),
    *(
        "main",
        "article",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "a",
        "span",
    ),
    *("code", "pre", "div", "table", "thead", "tbody", "tr", "th", "td", "ul", "ol"),
    *("li", "em", "strong", "s", "blockquote", "br", "hr", "img", "figure", "details"),
    *("summary", "kbd", "sub", "sup"),
}
_PIECES = [
    *("# a\n", "## <b>\n", "#\n", "\n", "\n\n", "    ", "\t", "---\n", "===\n"),
    *("[", "](", ")", "![", "b.md", "b.md#b", "../picture.png", "[x]: b.md\n", "[x]"),
    *("[](b.md)", "[![](../picture.png)](b.md)", "<https://a.example/?\"'>"),
    *("[j](javascript:x)", "![j](javascript:x)", "<javascript:x>", "[d](data:x)"),
    *("`", "```\n", "```mermaid\n", "```python\n", "* ", "1. ", "- [x] ", "> "),
    *("> [!NOTE]\n", "| a | b |\n|--:|---|\n", "| 1 | [x](b.md) |\n", "**", "_", "~~"),
    *("<script>", "</script>", "<img src=x onerror=y>", "<a href='javascript:x'>"),
    *("<a id='q'>", "</a>", '<a id="q"></a>', "<!-- ", "-->", "<!--x-->", "<svg/onload=x>"),
    *("<details>", "<details open>", "<summary>", "</details>", "</article>", "</main>"),
    *("\"'", "onclick=x", "&lt;", "&", "<", "\\", "\0", "\u202e", "a", "style=x"),
]  # fmt: skip


class _Page(HTMLParser):
    """Refuses a page with anything that could run, or look otherwise than ours."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS
        said = dict(attrs)
        assert not [name for name in said if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            if (where := said.get(name)) is not None:
                scheme, colon, _ = where.partition(":")
                assert not colon or scheme in ("http", "https", "mailto"), where
        if tag == "script":
            assert (said["src"] or "").startswith("assets/")


@pytest.fixture(scope="module", autouse=True)
def _mermaid() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "_vendored", lambda _: b"mermaid")
        yield


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_a_page_has_nothing_that_could_run(pieces: list[str]) -> None:
    documents = {
        "docs/README.md": "".join(pieces).encode(),
        "docs/b.md": b"# B\n",
        "picture.png": b"picture",
    }
    draft = site.draft(Files(documents))
    made = site.make(draft)  # with its mistakes: nothing writes it, and it is safe
    page = _Page()
    page.feed(made.files["index.html"].decode())
    page.close()
