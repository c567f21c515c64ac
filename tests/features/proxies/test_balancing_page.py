"""The page of the deployment says what stands before a service, where something does."""

from __future__ import annotations

from bd_scaffold import pipeline

DESIGN = """\
name: lab
documents: true
deployment: {proxies: nginx}
entities: {Box: {fields: {name: string(20)}}}
"""


def page_of(text: str) -> str:
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    return dict(pipeline.render(text.encode(), model))[
        "docs/deployment-architecture.md"
    ]


def test_it_says_what_balancers_do_and_what_the_database_does_meanwhile() -> None:
    page = page_of(DESIGN)
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    place = headings.index("## Load balancing and CDN")
    assert headings[place - 1 : place + 3] == [
        "## Roll-out",
        "## Load balancing and CDN",
        "## Blue/green and canary",
        "## Capacity",
    ]
    assert "Workers take jobs" not in page
    assert "Workers take jobs" in page_of(f"{DESIGN}jobs: {{tidy: {{}}}}\n")


def test_without_proxies_it_is_as_it_was() -> None:
    assert "CDN" not in page_of(DESIGN.replace("deployment: {proxies: nginx}\n", ""))
