"""Printing a document as the inside of a page: nothing of it can run, or leave the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ..highlight import highlighted
from .document import Document, plain
from .raw_html import ends_anchor, kept, kept_block
from .reading import READER, is_diagram


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads from a page."""

    href: str = ""  # nothing: what is there is named, and not part of the site
    name: str = ""  # of what it leads to, for a link that says nothing
    outside: bool = False  # to somebody else's site


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as HTML."""

    title: str
    body: str


class Leads(Protocol):
    """What knows where links lead."""

    def __call__(self, target: str, *, image: bool) -> Target:
        """Return where what is written leads, be it a link or an image."""


_ALIGNED = re.compile(r"text-align:(left|center|right)")
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*")
_BOX = re.compile(r"\[([ xX])\][ \t]+")


def printed(document: Document, leads: Leads) -> Printed:
    """Return the HTML of a document whose links lead where `leads` says."""
    printer = _Printer(leads)
    tokens = [_copied(each) for each in document.tokens]
    _mark_alerts(tokens)
    _mark_boxes(tokens)
    return Printed(document.title, printer.render(tokens, READER.options, {}))


def _copied(token: Token) -> Token:
    children = token.children and [_copied(each) for each in token.children]
    return token.copy(attrs=dict(token.attrs), children=children)


def _mark_alerts(tokens: Sequence[Token]) -> None:
    """Make an alert of each quotation that begins as GitHub has them: `> [!NOTE]`."""
    for opening, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (opening.type, paragraph.type) != ("blockquote_open", "paragraph_open"):
            continue
        children = inline.children or []
        if children and (found := _ALERT.fullmatch(children[0].content)):
            kind = found[1].lower()
            opening.attrSet("class", f"alert {kind}")
            name = Token("text", "", 0, content=kind.capitalize())
            inline.children = [
                Token("strong_open", "strong", 1),
                name,
                Token("strong_close", "strong", -1),
            ]
            if rest := children[2:]:  # behind the end of the line
                inline.children += [Token("hardbreak", "br", 0), *rest]


def _mark_boxes(tokens: Sequence[Token]) -> None:
    """Make a sign of each box of a task list: `- [x] done`."""
    for opening, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "list_item_open" or not inline.children:
            continue
        first = inline.children[0]
        if first.type == "text" and (found := _BOX.match(first.content)):
            first.content = first.content[found.end() :]
            opening.attrSet("class", "task")
            done = found[1] != " "
            inline.children.insert(0, Token("box", "", 0, content="x" * done))


class _Printer(RendererHTML):
    """markdown-it's own printer, with what is otherwise in a page of ours.

    A method is called for the tokens of its name.
    """

    def __init__(self, leads: Leads) -> None:
        super().__init__()
        self._leads = leads
        self._section = ""  # the heading that was last

    # Blocks

    def heading_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        self._section = plain(tokens[index + 1].children)
        return f"{self.renderToken(tokens, index, options, env)}"

    def heading_close(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        tag = tokens[index].tag
        if tag == "h1":
            return f"</{tag}>\n"
        anchor = escape(str(tokens[index - 2].attrGet("id")))
        label = escape(f"Link to {self._section}")
        return (
            f' <a class="anchor" href="#{anchor}" aria-label="{label}">#</a></{tag}>\n'
        )

    def table_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del tokens, index, options, env
        return f"{self._scrolling('Table')}<table>\n"

    def table_close(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del tokens, index, options, env
        return "</table></div>\n"

    def th_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        # A header that says nothing is none: it heads a column whose cells speak for themselves.
        if plain(tokens[index + 1].children):
            return f'<th scope="col"{_aligned(tokens[index])}>'
        tokens[index + 2].tag = "td"
        return "<td>"

    def td_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        return f"<td{_aligned(tokens[index])}>"

    def fence(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        token = tokens[index]
        if is_diagram(token):
            label = escape(f"Diagram: {self._section}")
            source = f"<pre><code>{escape(token.content)}</code></pre>"
            return (
                f'<figure class="diagram" data-label="{label}">'
                f"{self._scrolling('Source')}{source}</div></figure>\n"
            )
        return self._code(token.content, token.info.strip().split(" ")[0])

    def code_block(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        return self._code(tokens[index].content, "")

    def html_block(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        return kept_block(tokens[index].content)

    # What stands in a line

    def html_inline(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        return "" if ends_anchor(tokens, index) else kept(tokens[index].content)

    def box(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        done = bool(tokens[index].content)
        state, sign = ("done", "☑") if done else ("to do", "☐")
        return f'<span class="box" role="img" aria-label="{state}">{sign}</span> '

    def link_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        token = tokens[index]
        target = self._leads(str(token.attrGet("href") or ""), image=False)
        closing = _closing(tokens, index)
        says = plain(tokens[index + 1 : closing])
        said = "" if says else escape(target.name)
        if not target.href:
            tokens[closing].tag = "span"
            tokens[closing].meta = {"name": _unsaid(target.name, says)}
            return f'<span class="source">{said}'
        title = token.attrGet("title")
        hint = f' title="{escape(str(title))}"' if title else ""
        rel = ' rel="external noreferrer"' if target.outside else ""
        return f'<a href="{escape(target.href)}"{hint}{rel}>{said}'

    def link_close(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        if tokens[index].tag != "span":
            return "</a>"
        name = tokens[index].meta["name"]
        return f"{name and f' (<code>{escape(name)}</code>)'}</span>"

    def image(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:
        del options, env
        token = tokens[index]
        target = self._leads(str(token.attrGet("src") or ""), image=True)
        says = escape(plain(token.children))
        # A page asks nobody else for anything: what is elsewhere is linked to, or named.
        if target.outside:
            shown = says or escape(target.name)
            return (
                f'<a href="{escape(target.href)}" rel="external noreferrer">{shown}</a>'
            )
        if not target.href:
            return f'<span class="source">{says or escape(target.name)}</span>'
        return f'<img src="{escape(target.href)}" alt="{says}">'

    # What several share

    def _code(self, text: str, language: str) -> str:
        code = highlighted(text, language)
        return f"{self._scrolling('Code')}<pre><code>{code}</code></pre></div>\n"

    def _scrolling(self, what: str) -> str:
        """Begin what may be wider than a page, which the keyboard scrolls as well."""
        label = escape(f"{what}: {self._section}" if self._section else what)
        kind = what.lower()
        return f'<div class="scroll {kind}" role="group" tabindex="0" aria-label="{label}">'


def _aligned(token: Token) -> str:
    """Return the class of a cell; a style would need a policy that lets documents have any."""
    found = _ALIGNED.search(str(token.attrGet("style") or ""))
    return f' class="{found[1]}"' if found else ""


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """Return where the link ends that is opened there; links hold no links."""
    return next(
        number
        for number in range(opening, len(tokens))
        if tokens[number].type == "link_close"
    )


def _unsaid(name: str, says: str) -> str:
    """Return a path that a link's text leaves out, or nothing where it stands there."""
    return "" if not says or name.rstrip("/").rpartition("/")[2] in says else name
