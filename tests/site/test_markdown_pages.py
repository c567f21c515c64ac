"""What a page shows of a document."""

from __future__ import annotations

import re

import pytest
from made_sites import body, made, page

from bd_scaffold.site import assets, markdown


@pytest.fixture(autouse=True)
def _mermaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sites have diagrams in a checkout that has no Mermaid."""
    monkeypatch.setattr(assets, "_vendored", lambda _: b"mermaid")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>run()</script>\n", "<p>&lt;script&gt;run()&lt;/script&gt;</p>"),
        ("a <b onclick=x>b</b>\n", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        ('<a href="javascript:x">b</a>\n', 'href=&quot;javascript:x&quot;&gt;b&lt;/a&gt;'),
        ("<details open ontoggle=x>\n", "<p>&lt;details open ontoggle=x&gt;</p>"),
        ("a <!-- hidden --> b\n", "<p>a  b</p>"),
        ("one<br/>two <kbd>x</kbd>\n", "<p>one<br>two <kbd>x</kbd></p>"),
        ('<a id="here"></a> text\n', '<p><span id="here"></span> text</p>'),
        ("<a id='x' onclick='y'></a>\n", "&lt;a id=&#x27;x&#x27; onclick=&#x27;y&#x27;&gt;"),
        ("```html\n<b>\n```\n", "&lt;</span>"),
        ("```\n<b>&amp;\n```\n", "<code>&lt;b&gt;&amp;amp;\n</code>"),
        ("`<b>`\n", "<code>&lt;b&gt;</code>"),
        ("&lt;b&gt;\n", "<p>&lt;b&gt;</p>"),
    ],
)  # fmt: skip
def test_raw_html_is_text_but_for_what_can_do_nothing(written: str, shown: str) -> None:
    assert shown in body(f"# Title\n\n{written}")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Who may do what", "who-may-do-what"),
        ("`Order.place` & *more*", "orderplace--more"),
        ("Größe_der Zeilen: 10 %", "größe_der-zeilen-10-"),
        ("1. First", "1-first"),
        ("!?", "section"),
        ("List<Order>", "list"),
        ('<a id="x"></a>The a', "the-a"),
    ],
)
def test_an_anchor_is_the_one_of_github(heading: str, anchor: str) -> None:
    assert f'<h2 id="{anchor}">' in body(f"# Title\n\n## {heading}\n")


def test_headings_of_one_text_have_anchors_of_their_own() -> None:
    found = re.findall(r'<h\d id="([^"]+)"', body("# A\n\n## A\n\n## A-1\n\n## A\n"))
    assert found == ["a", "a-1", "a-1-1", "a-2"]


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# A\n\n## B\n\n### C\n", [1, 2, 3]),
        ("# A\n\n#### B\n\n###### C\n\n## D\n", [1, 2, 3, 2]),
        ("# A\n\n# B\n\n## C\n", [1, 2, 2]),
        ("## A\n\n# B\n", [1, 2, 2]),
        ("text\n", [1]),
        ("", [1]),
        ("# A\n\n##\n\n### <!-- nothing -->\n", [1]),
    ],
)
def test_headings_go_down_one_by_one_from_one_title(
    written: str, levels: list[int]
) -> None:
    assert [int(each) for each in re.findall(r"<h(\d)", body(written))] == levels


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("docs/a.md", "# The `code` of *A*\n", "The code of A"),
        ("docs/access-rules.md", "## Not the title\n", "Access rules"),
        ("docs/decisions/README.md", "", "Decisions"),
        ("docs/a*b_c.md", "", "A*b c"),
        ("docs/a.md", "# List<Order> <!-- x -->\n", "List<Order>"),
        ("docs/a.md", '# <a id="x"></a>The a\n', "The a"),
        ("docs/a.md", "---\ntitle: T\n---\n# A\n", "A"),
    ],
)
def test_a_page_is_called_as_its_first_heading_or_its_file(
    path: str, text: str, title: str
) -> None:
    assert markdown.read(path, text).title == title


def test_lines_are_counted_from_before_the_front_matter() -> None:
    (link,) = markdown.read("docs/a.md", "---\na: b\n---\n\n[b](b.md)\n").links
    assert (link.line, link.column) == (5, 5)


def test_no_element_has_a_style_which_the_policy_would_refuse() -> None:
    shown = page("# A\n\n| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n```python\nx = 1\n```\n")
    assert "style=" not in shown
    assert "style-src 'self';" in shown
    assert '<td class="right">1</td>' in shown
    assert '<th scope="col" class="center">b</th>' in shown


def test_an_empty_header_of_a_table_is_a_plain_cell() -> None:
    assert "<thead>\n<tr>\n<td></td>" in body("# A\n\n| | b |\n|---|---|\n| 1 | 2 |\n")


def test_what_may_be_wide_is_named_by_its_section_and_reached_by_keys() -> None:
    shown = body('# A\n\n## Sizes "x"\n\n| a |\n|---|\n| 1 |\n')
    label = "Table: Sizes &quot;x&quot;"
    box = f'<div class="scroll table" role="group" tabindex="0" aria-label="{label}">'
    assert box in shown


def test_boxes_of_a_task_list_are_said() -> None:
    shown = body("# A\n\n- [x] done\n- [ ] to do\n- [y] neither\n")
    assert re.findall(r'aria-label="([^"]+)"', shown) == ["done", "to do"]
    assert "<li>[y] neither</li>" in shown


def test_an_alert_says_what_kind_it_is() -> None:
    shown = body("# A\n\n> [!WARNING]\n> Mind the *gap*.\n\n> [!OTHER]\n> x\n")
    assert '<blockquote class="alert warning">' in shown
    assert "<strong>Warning</strong><br />\nMind the <em>gap</em>." in shown
    assert "[!OTHER]" in shown


def test_a_diagram_is_its_source_until_a_script_draws_it() -> None:
    shown = page("# A\n\n## B\n\n```mermaid\nflowchart LR\n  a --> b\n```\n")
    assert '<figure class="diagram" data-label="Diagram: B">' in shown
    assert "<code>flowchart LR\n  a --&gt; b\n</code>" in shown
    assert "style-src 'self' 'unsafe-inline';" in shown


def test_only_a_site_with_diagrams_has_mermaid() -> None:
    plain = made(README="# A\n")
    drawn = made(README="# A\n", b="# B\n\n```mermaid\npie\n```\n")
    assert set(drawn.files) - set(plain.files) == {
        "assets/licences.txt",
        "assets/mermaid-12.3.0.min.js",
        "b.html",
    }
    assert "mermaid" not in drawn.files["index.html"].decode()
    assert not plain.assets
    assert [(each.name, each.licence) for each in drawn.assets] == [("mermaid", "MIT")]


def test_the_same_documents_make_the_same_bytes() -> None:
    texts = {"README": "# A\n\n[b](b.md)\n", "b": "# B\n\n```yaml\na: 1\n```\n"}
    assert made(**texts).files == made(**texts).files


def test_pages_are_in_the_order_of_the_first_one_and_then_of_their_names() -> None:
    site = made(
        **{
            "README": "# A\n\n[d](d.md) [n](decisions/2.md) [r](../README.md) [b](b.md)\n",
            "a": "# A page\n",
            "b": "# B\n",
            "d": "# D\n",
            "decisions/1": "# 1\n",
            "decisions/2": "# 2\n",
            "decisions/README": "# All of them\n",
        }
    )
    assert [each.file for each in site.pages] == [
        *("index.html", "d.html", "b.html", "a.html"),
        *("decisions/index.html", "decisions/2.html", "decisions/1.html"),
        "project/README.html",
    ]
    d = site.files["d.html"].decode()
    assert '<a class="prev" rel="prev" href="index.html"><span>Previous</span> A' in d
    assert '<a class="next" rel="next" href="b.html"><span>Next</span> B</a>' in d
    assert '<a href="d.html" aria-current="page">D</a>' in d


def test_documents_without_a_first_page_get_one() -> None:
    site = made(a="# A\n", **{"b/c": "# *C* & <d>\n"})
    index = site.files["index.html"].decode()
    assert '<li><a href="a.html">A</a></li>' in index
    assert '<li><a href="b/c.html">C &amp; &lt;d&gt;</a></li>' in index
    assert site.title == "Shop"


def test_a_long_folder_is_folded_in_the_menu_unless_its_page_is_shown() -> None:
    decisions = {f"decisions/{n}": f"# {n}\n" for n in range(6)}
    site = made(README="# A\n", **decisions, **{"guides/a": "# G\n"})
    index = site.files["index.html"].decode()
    assert "<details><summary>Decisions</summary>" in index
    assert "<details open><summary>Guides</summary>" in index
    inside = site.files["decisions/1.html"].decode()
    assert "<details open><summary>Decisions</summary>" in inside
