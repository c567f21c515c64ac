"""What a team writes into its documents stays, as what it writes into code does."""

from __future__ import annotations

import pytest
from memory import File, Tree, created, updated

ENTITIES = 50


def design(*, later: bool = False) -> str:
    """A design of fifty entities with something for every page, and the same some months on."""
    more = later
    names = [f"Thing{number}" for number in range(ENTITIES)]
    listed = [*names[:20], *(["Extra"] if more else []), *names[20:]]
    lines = [
        "name: large",
        "title: Large",
        f"description: Many things{' and more' if more else ''}.",
        "documents: true",
        "requirements:",
        "  functional:",
        "    - {id: FR-1, text: Somebody keeps things., operations: [Thing0.*]}",
        *(
            ["    - {id: FR-2, text: Others., operations: [Extra.list]}"]
            if more
            else []
        ),
        (
            f"  quality: {{latency: {{p95: {'90ms' if more else '150ms'}}}, availability: 99.9%, "
            f"throughput: {'900/s' if more else '300/s'}, "
            f"recovery: {{rpo: {'1h' if more else '5m'}}}, "
            f"volume: {{Thing0: {{rows: 9M, growth: {'9' if more else '2'}%/year}}, "
            f"{'Thing7: 1k, ' if more else ''}Thing8: 2G}}}}"
        ),
        "  constraints: [One team.]",
        "architecture:",
        "  decisions:",
        "    - {title: One, context: C, decision: D, consequences: E}",
        *(
            ["    - {title: Two, context: C, decision: D, consequences: E}"]
            if more
            else []
        ),
        f"api: {{rate_limit: 300/minute{', idempotency: true' if more else ''}}}",
        "security:",
        "  authentication: jwt",
        "  roles:",
        '    boss: ["*"]',
        *(['    clerk: ["thing1:*"]'] if more else []),
        "  defaults: {read: authenticated, write: boss}",
        "roadmap:",
        "  phases:",
        "    - {name: First, delivers: FR-1, starts: 2027-01-01, ends: 2027-02-01}",
        *(["    - {name: Next, after: First, milestones: [Done]}"] if more else []),
        "  risks:",
        "    - {risk: Rain.}",
        *(["    - {risk: Snow., likelihood: low}"] if more else []),
        f"areas: {{left: [{', '.join(listed[:25])}], right: [{', '.join(listed[25:])}]}}",
        "entities:",
    ]
    for name in listed:
        lines += [f"  {name}:", "    fields:", "      name: string(90) unique sort"]
        if more and name == "Thing3":
            lines.append("      size: integer = 1 filter sort")
        if more and name == "Thing40":
            lines.append("    traits: [versioned, soft_delete]")
    return "\n".join(lines) + "\n"


BEFORE, AFTER = design(), design(later=True)
OF_ALL = "Ours, of the whole page."
SECTION = "## Ours\n\nA section of our own.\n"


def pages(tree: Tree) -> list[str]:
    return [each for each in tree if each.startswith("docs/") and each.endswith(".md")]


def noted(text: str) -> str:
    """A page with a passage before each of its sections, and a section at its end."""
    head, *sections = text.split("\n## ")
    passages = (
        f"{before}\nOurs, before {number}.\n"
        for number, before in enumerate([head, *sections[:-1]])
    )
    whole = [*passages, sections[-1]] if sections else [head]
    title, rest = "\n## ".join(whole).split("\n", 1)
    return f"{title}\n\n{OF_ALL}\n{rest}\n{SECTION}"


@pytest.fixture(scope="module")
def edited() -> Tree:
    tree = dict(created(BEFORE))
    for path in pages(tree):
        tree[path] = File(noted(tree[path].content.decode()).encode())
    return tree


def test_passages_in_every_page_stay_without_a_conflict(edited: Tree) -> None:
    after = updated(edited, AFTER, BEFORE)
    assert after.conflicts == set()
    fresh = created(AFTER, BEFORE)
    for path in pages(edited):
        text = after.tree[path].content.decode()
        assert OF_ALL in text, path
        assert text.endswith(SECTION), path
        ours = edited[path].content.decode().count("Ours, before")
        assert text.count("Ours, before") == ours, path
        lines = {each for each in text.split("\n") if each.startswith("|")}
        new = fresh[path].content.decode().split("\n")
        assert {each for each in new if each.startswith("|")} <= lines, path


def test_a_page_that_is_deleted_or_moved_stays_so(edited: Tree) -> None:
    tree = dict(edited)
    del tree["docs/system-overview.md"]
    tree["docs/about/security.md"] = tree.pop("docs/security-implementation.md")
    after = updated(tree, AFTER, BEFORE)
    assert after.conflicts == set()
    assert "docs/system-overview.md" not in after.tree
    assert "docs/security-implementation.md" not in after.tree
    kept = after.tree["docs/about/security.md"]
    assert kept == tree["docs/about/security.md"]


def test_edited_requirements_stay_where_documents_are_asked_for_later() -> None:
    before = BEFORE.replace("documents: true\n", "")
    tree, path = dict(created(before)), "docs/requirements.md"
    assert "docs/README.md" not in tree
    asked = updated(tree, BEFORE, before)
    assert path not in asked.tree
    assert asked.tree["docs/system-overview.md"].content
    tree[path] = File(tree[path].content + b"\nOurs.\n")
    kept = updated(tree, BEFORE, before)
    assert kept.conflicts == set()
    assert kept.tree[path].content.endswith(b"\nOurs.\n")


def test_a_decision_that_is_written_by_hand_stays_in_the_list() -> None:
    tree, path = dict(created(BEFORE)), "docs/architecture-decisions.md"
    row = b"| 1001 | [Ours](decisions/1001-ours.md) |\n"
    tree[path] = File(tree[path].content + row)
    tree["docs/decisions/1001-ours.md"] = File(b"# 1001. Ours\n")
    after = updated(tree, AFTER, BEFORE)
    assert after.conflicts == set()
    assert after.tree[path].content.endswith(row)
    assert b"9105" in after.tree[path].content
    assert "docs/decisions/1001-ours.md" in after.tree
