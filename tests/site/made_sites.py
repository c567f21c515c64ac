"""Projects of a few documents, and the sites that are made of them."""

from __future__ import annotations

from site_in_memory import Files

from bd_scaffold import site


def files(**texts: str) -> Files:
    """Return a project of documents by their names, and of a few other files."""
    others = {
        "README.md": b"# Shop\n",
        "openapi.yaml": b"openapi: 3.1.0\n",
        "src/main.py": b"print()\n",
        ".env": b"SECRET=1\n",
        "page.html": b"<script></script>\n",
        "drawing.svg": b"<svg/>\n",
        "picture.png": b"picture",
    }
    documents = {f"docs/{name}.md": text.encode() for name, text in texts.items()}
    return Files(others | documents)


def draft(**texts: str) -> site.Draft:
    return site.draft(files(**texts))


def made(**texts: str) -> site.Site:
    """Return the site of sound documents."""
    found = draft(**texts)
    assert not found.mistakes
    return site.make(found)


def page(text: str, **others: str) -> str:
    """Return the page of one document."""
    return made(README="# Index\n", page=text, **others).files["page.html"].decode()


def body(text: str, **others: str) -> str:
    """Return what a page shows of its document."""
    inside = page(text, **others).partition("<article>\n")[2]
    return inside.partition("</article>")[0]


def mistakes(**texts: str) -> list[str]:
    return [str(each) for each in draft(**texts).mistakes]
