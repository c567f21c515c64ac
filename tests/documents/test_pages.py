"""The documents of a project: which pages there are, what they say, and what they don't."""

from __future__ import annotations

import ast
import re

import pytest
from markdown_it.token import Token
from rendered import MARKDOWN, SMALL, documents, example, project

from bd_scaffold import pipeline
from bd_scaffold.documents.sections import SECTIONS
from bd_scaffold.features import FEATURES
from bd_scaffold.language.documents import Documents

NAMES = [each.name for each in SECTIONS]


def test_every_word_is_a_page_and_every_page_a_word() -> None:
    assert sorted(NAMES) == sorted(Documents.words)


def test_a_design_without_the_word_has_no_documents() -> None:
    assert documents(SMALL.replace("documents: true\n", "")) == {}
    off = documents(SMALL.replace("documents: true", "documents: false"))
    assert off == {}


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_a_page_is_there_unless_it_is_switched_off(section: object) -> None:
    name, file = section.name, f"docs/{section.file}"  # type: ignore[attr-defined]
    without = SMALL.replace("documents: true", f"documents: {{{name}: false}}")
    assert file in documents(SMALL)
    assert file not in documents(without)
    index = documents(without)["docs/README.md"]
    assert file.removeprefix("docs/") not in index


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_a_page_is_called_as_the_index_says(section: object) -> None:
    page = documents(SMALL)[f"docs/{section.file}"]  # type: ignore[attr-defined]
    assert page.startswith(f"# {section.title}\n")  # type: ignore[attr-defined]


NOTHING = {
    "implementation-roadmap": "The design states no roadmap: `roadmap` in `design.yaml`",
}
STANDS = {
    "security-implementation": "Nobody signs in: every operation is public. `security` in",
    "traces": "The design states no requirement and no goal",
}
"""Pages that have more to say than that sentence."""


@pytest.mark.parametrize("page", NOTHING)
def test_a_page_with_nothing_to_say_says_what_that_means_and_which_word_changes_it(
    page: str,
) -> None:
    found = documents(SMALL)[f"docs/{page}.md"]
    _, said = found.split("\n\n")
    assert said.startswith(NOTHING[page])
    assert said.count("\n") == 1
    assert said.strip() in documents(SMALL)["docs/README.md"]


@pytest.mark.parametrize("page", STANDS)
def test_a_page_that_has_more_to_say_stands_with_that_sentence_in_it(page: str) -> None:
    found = documents(SMALL)[f"docs/{page}.md"]
    (said,) = [each for each in found.split("\n\n") if each.startswith(STANDS[page])]
    assert "in `design.yaml` declares" in said
    assert said in documents(SMALL)["docs/README.md"]
    assert found.count("\n## ") >= 3


def test_what_holds_whoever_asks_is_on_the_security_page_of_a_design_without_security() -> (
    None
):
    text = SMALL + "api: {rate_limit: 100/minute}\n"
    page = documents(text)["docs/security-implementation.md"]
    controls = {row[0] for row in rows(page, "## Request controls")}
    assert controls >= {"Body size", "Request timeout", "CORS", "Security headers"}
    assert "Rate limit" in controls
    assert "A proxy in front of it has to terminate TLS." in page
    assert "SECURITY.md" not in page
    assert "Requests are not rate-limited" not in page


LACKING = {
    "api-specification": "operations",
    "architecture-decisions": "architecture.decisions",
    "backup": "requirements.quality.recovery",
    "database-design": "requirements.quality.volume",
    "deployment-architecture": "requirements.quality.throughput",
    "implementation-roadmap": "roadmap",
    "migration-plan": "requirements.quality.volume",
    "scalability-plan": "requirements.quality.availability",
    "security-implementation": "security",
    "system-overview": "requirements.constraints",
    "traces": "requirements.functional",
}


@pytest.mark.parametrize("page", LACKING)
def test_every_page_says_by_its_word_what_the_design_has_nothing_for(page: str) -> None:
    assert f"`{LACKING[page]}" in documents(SMALL)[f"docs/{page}.md"]


def test_a_chapter_with_nothing_in_it_says_which_word_changes_that() -> None:
    small = documents(SMALL)
    shop = documents(example("shop"))
    empty = [
        (path, chapter.splitlines()[0])
        for path, page in small.items()
        for chapter in page.split("\n## ")[1:]
        if not re.search(r"[|`]|^###", chapter, re.MULTILINE)
        and f"\n## {chapter.splitlines()[0]}\n" in shop.get(path, "")
        and chapter not in shop[path]
    ]
    assert empty == []


def test_what_a_page_lacks_of_the_design_is_said_with_its_word() -> None:
    page = documents(SMALL)["docs/system-overview.md"]
    for word in (
        *("description", "requirements.functional", "requirements.quality"),
        "requirements.constraints",
    ):
        assert f"`{word}` in `design.yaml`" in page


UNSAID = ("token", "tenant", "cache", "cookie", "password", "queue", "role", "redis")
"""Words of which a small design says nothing."""


@pytest.mark.parametrize("word", UNSAID)
def test_no_page_of_a_small_design_says_what_it_does_not_say(word: str) -> None:
    said = [
        path
        for path, text in documents(SMALL).items()
        if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)
    ]
    assert said == []


SIGNED = """\
name: notes
documents: true
security: {authentication: METHOD, roles: {boss: ["*"]}, defaults: {read: boss, write: boss}}
entities: {Note: {fields: {title: string(120)}}}
"""


@pytest.mark.parametrize(
    ("method", "unsaid"),
    [
        ("oidc", ("password", "refresh", "X-API-Key", "JWT_KEYS", "cookie")),
        ("api_keys", ("password", "refresh", "issuer", "JWT_KEYS", "cookie")),
        ("jwt", ("issuer", "X-API-Key", "cookie")),
    ],
)
def test_the_security_page_says_one_way_to_sign_in_and_no_other(
    method: str, unsaid: tuple[str, ...]
) -> None:
    page = documents(SIGNED.replace("METHOD", method))[
        "docs/security-implementation.md"
    ]
    assert "## Authentication" in page
    assert [word for word in unsaid if word in page] == []


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the table below a heading, as a reader sees them."""
    _, _, below = page.partition(f"\n{heading}\n")
    tokens = MARKDOWN.parse(below)
    end = next(n for n, each in enumerate(tokens) if each.type == "table_close")
    cells: list[str] = []
    found = []
    for token in tokens[:end]:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(_shown(token))
        elif token.type == "tr_close":
            found.append(cells)
    return found[1:]


def _shown(token: Token) -> str:
    return "".join(each.content for each in token.children or ())


def test_a_requirement_is_met_by_what_clients_call() -> None:
    page = documents(example("shop"))["docs/system-overview.md"]
    met = {row[0]: row[2] for row in rows(page, "## Functional requirements")}
    assert met["FR-2"] == (
        "every operation of Address, POST /api/v1/orders, "
        "POST /api/v1/orders/{order_id}/place"
    )


def test_a_number_has_its_source() -> None:
    page = documents(example("shop"))["docs/system-overview.md"]
    goals = {row[0]: row[1:] for row in rows(page, "## Non-functional requirements")}
    assert goals["Availability"] == [
        "99.9%",
        "An error budget of 43.2 minutes in 30 days: (100 % − 99.9 %) × 43,200 minutes.",
        "requirements.quality.availability",
    ]


def test_every_operation_stands_in_the_specification_with_who_may_call_it() -> None:
    text = example("shop")
    model = pipeline.derive(pipeline.check(text.encode(), "design.yaml"))
    page = documents(text)["docs/api-specification.md"]
    listed = {
        (row[0], row[1]): row[3]
        for entity in model.entities
        for row in rows(page, f"### {entity.name}")
    }
    assert set(listed) == {
        (each.http.method.upper(), model.api.prefix + each.http.path)
        for entity in model.entities
        for each in entity.operations
    }
    assert listed["POST", "/api/v1/orders/{order_id}/ship"] == "order:ship"
    assert listed["GET", "/api/v1/orders/{order_id}/lines"] == (
        "owner or order:read; only below a row of Order that the caller may read"
    )


def test_every_status_that_an_operation_has_is_explained() -> None:
    for name in ("shop", "workshop", "helpdesk"):
        model = pipeline.derive(pipeline.check(example(name).encode(), "design.yaml"))
        assert model.documents is not None
        assert model.documents.api is not None
        told = {each.code for each in model.documents.api.statuses}
        said = {
            code for e in model.entities for o in e.operations for code in o.http.errors
        }
        assert said <= told


def test_what_is_open_to_all_is_listed() -> None:
    page = documents(example("shop"))["docs/security-implementation.md"]
    assert rows(page, "## Authorization") == [
        [entity, "list, get", "public"] for entity in ("Category", "Product", "Tag")
    ]


def test_a_decision_that_words_make_has_a_number_of_its_own_for_good() -> None:
    numbers = [each.reasons.number for each in FEATURES if each.reasons is not None]
    assert len(set(numbers)) == len(numbers)
    assert all(9100 < each < 10_000 for each in numbers)
    small, shop = documents(SMALL), documents(example("shop"))
    own = {path for path in small if path.startswith("docs/decisions/")}
    assert {path[:19] for path in own - shop.keys()} == {
        "docs/decisions/9008"  # nobody signs in
    }


def test_a_decision_is_told_apart_from_those_that_the_design_says() -> None:
    page = documents(example("shop"))["docs/architecture-decisions.md"]
    assert [row[0] for row in rows(page, "## Stated in the design")] == ["0001"]
    implied = rows(page, "## Implied by the design")
    assert ["9004", "PostgreSQL is the database"] in implied


def test_requirements_stand_in_one_place() -> None:
    text = example("shop")
    assert "docs/requirements.md" not in documents(text)
    without = text.replace("documents: true", "documents: {overview: false}")
    assert "docs/requirements.md" in documents(without)


def test_the_guide_names_what_is_there() -> None:
    for text in (SMALL, example("shop"), example("workshop")):
        files = project(text)
        places = re.findall(
            r"`((?:src|tests|core)/[^`]+\.py)`", files["docs/implementation-guide.md"]
        )
        package = next(p for p in files if p.endswith("/main.py")).removesuffix(
            "main.py"
        )
        there = {each for each in places if each in files or package + each in files}
        # the one that comes with the operation of which it tells
        assert {each for each in places if each not in there} <= {
            each for each in places if each.endswith("/operations.py")
        }


def snippets(page: str, language: str) -> list[str]:
    """What stands in fences of a language, as a reader sees it."""
    return [
        each.content
        for each in MARKDOWN.parse(page)
        if each.type == "fence" and each.info == language
    ]


def test_what_the_guide_says_to_write_is_sound() -> None:
    text = example("shop")
    page = documents(text)["docs/implementation-guide.md"]
    field, operations = snippets(page, "yaml")
    entity = re.search(r"about `(\w+)`", page)
    assert entity is not None
    place = f"  {entity[1]}:\n    fields:\n"
    assert text.count(place) == 1
    changed = text.replace(place, f"{place}      {field}") + operations
    model = pipeline.derive(pipeline.check(changed.encode(), "design.yaml"))
    assert any(each.name == "remark" for e in model.entities for each in e.properties)
    added = model.custom[0].operations[0].operation.http
    address = f"POST {model.api.prefix}{added.path}"
    assert f"`{address}`" in page
    (code,) = snippets(page, "python")
    ast.parse(f"class Service:\n{code}")


def test_a_restore_says_who_comes_back_and_which_keys_it_needs() -> None:
    page = documents(example("shop"))["docs/backup.md"]
    assert "`python -m shop.core.accounts erase ACCOUNT --yes`" in page
    assert "`ENCRYPTION_KEYS` has to include the keys" in page
    small = documents(SMALL)["docs/backup.md"]
    assert "erase" not in small
    assert "ENCRYPTION_KEYS" not in small


def test_the_database_page_leads_to_personal_data_where_there_is_some() -> None:
    link = "(personal-data.md)"
    assert link in documents(example("workshop"))["docs/database-design.md"]
    assert link not in documents(example("shop"))["docs/database-design.md"]


def test_a_long_source_is_said_once_below_its_table() -> None:
    pages = documents(example("shop"))
    for page, said in (
        ("scalability-plan", "CPU times are those of one uvicorn process"),
        ("migration-plan", "The rates were measured on"),
    ):
        assert pages[f"docs/{page}.md"].count(said) == 1
        assert said not in documents(SMALL)[f"docs/{page}.md"]


def test_a_project_on_sqlite_is_said_to_be_tested_there_alone() -> None:
    small = SMALL + "database: {engine: sqlite}\n"
    said = documents(small)["docs/deployment-architecture.md"]
    assert "runs the tests on SQLite, and builds the image" in said
    assert (
        "PostgreSQL" not in documents(small)["docs/migration-plan.md"].split("## ")[0]
    )
    both = documents(SMALL)["docs/deployment-architecture.md"]
    assert "runs the tests on SQLite and PostgreSQL, and builds the image" in both
