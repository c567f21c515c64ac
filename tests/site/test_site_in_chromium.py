"""The site, opened from its folder in a real Chromium: it asks nobody, runs nothing, reads well."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import npm
import pytest
from chromium import Browser, Tab, chromium
from mermaid_script import mermaid_script
from session import folder_of, once
from site_in_memory import Files

from bd_scaffold import site

pytestmark = pytest.mark.thorough

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_LONG = Files(
    {
        "docs/README.md": b"# Many\n",
        "docs/headings.md": b"# Headings\n"
        + b"".join(b"\n## Heading %d\n" % number for number in range(60)),
    }
    | {
        f"docs/decisions/{number:04}.md": b"# A decision, number %d\n" % number
        for number in range(60)
    }
)
"""Menus that are longer than a screen is high."""

_PROJECTS = {
    "shop": site.sources_of(_ROOT / "examples" / "shop"),
    "nasty": site.sources_of(_HERE / "nasty"),
    "long": _LONG,
}
_DIAGRAMS = {"diagrams.html": 3}
"""Pages of the nasty project, and how many of their diagrams can be drawn."""

_REFUSED = {"img-src https://example.com/pixel.png", "script-src-attr inline"}
"""What the policy keeps diagrams from. Mermaid's own cleaner parses the handler to remove it."""

_READY = "'ready' in document.documentElement.dataset"
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (each) =>
  window.violations.push(`${each.violatedDirective} ${each.blockedURI}`));
"""
_RULES = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page."""

    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


_LOOKS = [
    Look(width, scheme) for width in (1440, 768, 360) for scheme in ("light", "dark")
]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script."""
    installed = once(
        folder_of(tmp_path_factory, "axe"),
        lambda folder: npm.install(_HERE / "axe", folder),
    )
    return (installed / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the sites of the projects; skip where npm gives no Mermaid."""
    mermaid_script()
    folder = tmp_path_factory.mktemp("a folder & its sites")
    for name, project in _PROJECTS.items():
        draft = site.draft(project)
        assert not draft.mistakes
        site.write(site.make(draft).files, folder / name)
    return {name: folder / name for name in _PROJECTS}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture
def tab(browser: Browser) -> Tab:
    """Return a tab that holds pages to their policy, and notes what these ask for."""
    found = browser.tab()
    browser.call("Page.setBypassCSP", found.session, enabled=False)
    browser.call("Page.enable", found.session)
    browser.call("Network.enable", found.session)
    browser.call("Page.addScriptToEvaluateOnNewDocument", found.session, source=_WATCH)
    return found


def _see(tab: Tab, page: Path, look: Look = _LOOKS[0]) -> None:
    """Open a page, and wait until its diagrams are drawn."""
    tab.browser.call(
        "Emulation.setDeviceMetricsOverride",
        tab.session,
        width=look.width,
        height=800,
        deviceScaleFactor=1,
        mobile=look.width < 500,
    )
    scheme = {"name": "prefers-color-scheme", "value": look.scheme}
    tab.browser.call("Emulation.setEmulatedMedia", tab.session, features=[scheme])
    tab.open(page.as_uri())
    _wait(tab, _READY)


def _wait(tab: Tab, condition: str) -> None:
    deadline = time.monotonic() + 60
    while not tab.run(condition):
        assert time.monotonic() < deadline, condition
        time.sleep(0.05)


def _pages(folder: Path) -> list[Path]:
    """Return the pages of a site; of many decisions, which are all alike, one."""
    found = sorted(folder.rglob("*.html"))
    decisions = [each for each in found if each.parent.name == "decisions"]
    return [each for each in found if each not in decisions[1:]]


def _requests(browser: Browser) -> set[str]:
    """Return the addresses that pages have asked for, but what their policy held back."""
    told = [(each["method"], each["params"]) for each in browser.events]
    held_back = {
        said["requestId"]
        for method, said in told
        if method == "Network.loadingFailed" and said.get("blockedReason") == "csp"
    }
    return {
        said["request"]["url"]
        for method, said in told
        if method == "Network.requestWillBeSent" and said["requestId"] not in held_back
    }


@pytest.mark.parametrize("look", _LOOKS, ids=str)
@pytest.mark.parametrize("project", _PROJECTS)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    sites: dict[str, Path], axe: str, tab: Tab, project: str, look: Look
) -> None:
    for page in _pages(sites[project]):
        _see(tab, page, look)
        tab.run(f"{axe}; null")
        found = json.loads(
            tab.run(f"axe.run(document, {_RULES}).then(each => JSON.stringify(each))")
        )
        assert not [_violation(each) for each in found["violations"]], page.name
        wide = tab.run("document.documentElement.scrollWidth")
        assert wide <= look.width, page.name


def _violation(found: dict[str, Any]) -> str:
    return f"{found['id']}: {[each['html'] for each in found['nodes']][:3]}"


def test_a_page_asks_for_nothing_but_files_of_its_site(
    sites: dict[str, Path], tab: Tab
) -> None:
    for folder in sites.values():
        for page in _pages(folder):
            _see(tab, page)
    asked = _requests(tab.browser)
    ours = next(iter(sites.values())).parent.as_uri()
    local = ("data:", "blob:", "about:", "chrome:")
    assert any(each.startswith(ours) for each in asked)
    assert {each for each in asked if not each.startswith((ours, *local))} == set()


def test_nothing_that_a_document_says_runs(sites: dict[str, Path], tab: Tab) -> None:
    for page in _pages(sites["nasty"]):
        _see(tab, page)
        assert tab.run("window.ran === undefined"), page.name
        handlers = (
            "[...document.querySelectorAll('*')].flatMap(each => [...each.attributes])"
            ".filter(each => each.name.startsWith('on')"
            " || /^\\s*javascript:/i.test(each.value)).map(each => each.value)"
        )
        assert tab.run(handlers) == [], page.name
        allowed = "document.querySelectorAll('script:not([src]), iframe, form, input')"
        assert tab.run(f"{allowed}.length") == 0, page.name


def test_pages_keep_to_their_policy(sites: dict[str, Path], tab: Tab) -> None:
    for folder in sites.values():
        for page in _pages(folder):
            _see(tab, page)
            found = set(tab.run("window.violations"))
            assert found <= (_REFUSED if page.name in _DIAGRAMS else set()), page.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagrams_are_drawn_with_their_texts_and_those_that_cannot_be_are_shown(
    sites: dict[str, Path], tab: Tab, scheme: str
) -> None:
    for name, drawn in _DIAGRAMS.items():
        _see(tab, sites["nasty"] / name, Look(1440, scheme))
        drawings = "[...document.querySelectorAll('.drawing > svg')]"
        assert tab.run(f"{drawings}.length") == drawn
        assert tab.run(f"{drawings}.every(each => each.clientWidth > 50)")
        named = "each.querySelector('title')?.textContent ?? each.ariaLabel"
        assert tab.run(f"{drawings}.map(each => {named})") == [
            "With a title",
            "Diagram: Without a title",
            "Diagram: Somebody's settings",
        ]
        described = f"{drawings}[0].querySelector('desc').textContent"
        assert tab.run(described) == "And with a description."
        sources = "document.querySelectorAll('.diagram > .source').length"
        assert tab.run(sources) == tab.run(
            "document.querySelectorAll('.failed').length"
        )


def test_diagrams_follow_the_scheme_while_the_page_is_open(
    sites: dict[str, Path], tab: Tab
) -> None:
    page = sites["nasty"] / "diagrams.html"
    _see(tab, page, Look(1440, "light"))
    light = tab.run("document.querySelector('.drawing').innerHTML")
    scheme = {"name": "prefers-color-scheme", "value": "dark"}
    tab.browser.call("Emulation.setEmulatedMedia", tab.session, features=[scheme])
    changed = f"document.querySelector('.drawing').innerHTML !== {json.dumps(light)}"
    _wait(tab, changed)


def test_letters_of_a_diagram_are_never_smaller_than_ten_pixels(
    sites: dict[str, Path], tab: Tab
) -> None:
    _see(tab, sites["nasty"] / "diagrams.html", Look(360, "light"))
    sizes = tab.run(
        "[...document.querySelectorAll('.drawing svg')].map(each =>"
        " 14 * each.getBoundingClientRect().width / each.viewBox.baseVal.width)"
    )
    assert min(sizes) >= 10


def test_only_what_scrolls_is_a_stop_of_the_keyboard(
    sites: dict[str, Path], tab: Tab
) -> None:
    page = sites["nasty"] / "every.html"
    stops = (
        "[...document.querySelectorAll('.scroll')].every(each =>"
        " (each.scrollWidth > each.clientWidth) === each.hasAttribute('tabindex'))"
    )
    for look in _LOOKS:
        _see(tab, page, look)
        assert tab.run(stops), look


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    sites: dict[str, Path], tab: Tab
) -> None:
    _see(tab, sites["nasty"] / "every.html")
    for kind in ("keyDown", "keyUp"):
        for key in ("Tab",):
            tab.browser.call(
                "Input.dispatchKeyEvent", tab.session, type=kind, key=key, code=key
            )
    assert tab.run("document.activeElement.className") == "skip"
    tab.run("document.activeElement.click(); null")
    _wait(tab, "document.activeElement === document.querySelector('main')")


def test_without_scripts_every_page_is_all_there(
    sites: dict[str, Path], browser: Browser
) -> None:
    tab = browser.tab()
    browser.call("Emulation.setScriptExecutionDisabled", tab.session, value=True)
    page = sites["nasty"] / "diagrams.html"
    browser.call("Page.navigate", tab.session, url=page.as_uri())
    time.sleep(1)
    root = browser.call("DOM.getDocument", tab.session)["root"]["nodeId"]
    html = browser.call("DOM.getOuterHTML", tab.session, nodeId=root)["outerHTML"]
    assert "accDescr: And with a description." in html
    assert "<svg" not in html


def test_it_works_where_somebody_has_moved_it(
    sites: dict[str, Path], tab: Tab, tmp_path: Path
) -> None:
    moved = tmp_path / "any" / "place"
    shutil.copytree(sites["nasty"], moved)
    tab.browser.events.clear()
    for page in _pages(moved):
        _see(tab, page)
        links = tab.run("[...document.querySelectorAll('a[href]')].map(a => a.href)")
        for link in links:
            path = link.partition("#")[0]
            if path.startswith("file:"):
                assert Path(_path(path)).is_file(), (page.name, link)
    files = {each for each in _requests(tab.browser) if each.startswith("file:")}
    assert {each for each in files if not Path(_path(each)).is_file()} == set()


def _path(url: str) -> str:
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(url).path)
