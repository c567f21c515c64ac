"""No stage names a capability: each loops over their records.

Three are values of words that every design has, and for these the language, and what stores,
lists and compares fields, name the value. A new capability has no business in this list.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "generator/bd_scaffold"
OUTPUTS = ROOT / "blueprints/fastapi/outputs"

STAGES = [
    path for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "features"
]

ALLOWED: dict[str, dict[str, set[str]]] = {
    # A relation from many to many is a kind of field, with a table of its own.
    "links": {"links": set(), "Link": set()},
    # A modifier is a word of a field's line, which is parsed, checked and compared as one.
    "search": {
        "search": {
            *("language/field_type.py", "language/fields.py", "language/reference.py"),
            *("language/schema.py", "language/field_texts.py"),
            "language/reference_texts.py",
            *("rules/fields.py", "rules/relations.py", "rules/value_types.py"),
            *("resolve/composites.py", "resolve/__init__.py", "resolve/indexes.py"),
            *("language/design.py", "language/sections.py", "difference/entities.py"),
            *("model/entities.py", "model/types/entity.py"),
            *("difference/declared.py", "difference/fields.py"),
            "documents/api.py",  # which tells how lists are asked
        },
    },
    # The same; what a column holds and how it is found is said in its place, too.
    "encrypted": {
        "encrypted": {
            *("language/field_type.py", "language/fields.py"),
            *("rules/relations.py", "rules/value_types.py", "rules/targets.py"),
            *("resolve/slots.py", "model/types/api.py", "model/properties.py"),
            *("difference/declared.py", "difference/fields.py"),
            *("model/python/sealed.py", "migrate/refusals.py", "migrate/sealing.py"),
            "rules/related.py",
            "model/cache.py",  # which tells what is kept encrypted, too
            "documents/tables.py",  # which tells what a column holds
            "rules/events.py",
            "migrate/sql.py",
        },
        "BlindIndex": {"model/python/sealed.py"},
        "Encrypted": {"model/python/sealed.py"},
        "SealedText": {"model/python/sealed.py"},
    },
    "pii": {
        "pii": {
            *("language/field_type.py", "language/fields.py", "rules/relations.py"),
            *("resolve/composites.py", "model/properties.py"),
            *("difference/declared.py", "difference/fields.py", "rules/events.py"),
        },
    },
    # A value of `pagination`, whose two values are the two shapes of a page.
    "cursor": {
        "cursor": {
            *("language/design.py", "language/sections.py", "resolve/__init__.py"),
            *("resolve/types.py", "resolve/paging.py", "rules/paging.py"),
            *("contract/shared.py", "contract/compare/naming.py", "names/reserved.py"),
            *("rules/cursors.py", "language/field_texts.py", "model/uses.py"),
            *("model/paging.py", "difference/paging.py", "documents/api.py"),
        },
    },
    # How pages are said is a fact of the model; this one has a class of its own.
    "list_totals": {
        "OpenPageLinks": {"contract/draft.py", "resolve/paging.py"},
        "with_total": {
            *("language/sections.py", "contract/paging.py"),
            "contract/compare/naming.py",
        },
    },
    # What an entity's words lead to, for which the model writes the classes.
    "related_lists": {
        "Related": set(),
        "RelatedMissing": {"model/python/repository.py"},
        "RelatedSort": {"model/python/repository.py"},
        "Unrelated": {"model/python/repository.py"},
    },
    # A section of the language, as `database` is; the model has its roles, the contract its
    # schemes, and each operation says whether callers sign in for it.
    "security": {"security": set(), "WWW-Authenticate": set()},
    # Values of `authentication`, which the model has as facts.
    "api_keys": {"api_keys": set()},
    "oidc": {"oidc": set()},
    # A word of `security`, which is a fact as well.
    "browser": {"browser": set()},
    # An account that a migration makes has the moments that every account has; an age counts
    # from one of them, and a table may be divided by it.
    "timestamps": {
        "created_at": {
            *("fills.py", "language/retention.py", "documents/database.py"),
            "contract/later.py",
        },
        "updated_at": {"fills.py"},
    },
    # Migrations and repositories have a history, too, and so does what a project was.
    "history": {"history": set()},
    # A word of the language; the model has what runs in a cluster, with its environments.
    "kubernetes": {"kubernetes": set()},
    # Another one; the model has what is needed of it, and how much each environment has.
    "cloud": {"cloud": set()},
    # An example of a team's own word.
    "audited": {"audited": {"language/reference_texts.py"}},
    # The type of a field, `user`, refers to them; rows of theirs are seeded, which is Python.
    "accounts": {
        "accounts": set(),
        "Account": set(),
        "AccountRole": {"model/seeds/__init__.py"},
    },
    # A word of the API and of an entity, as `pagination` is; its response is a refusal.
    "rate_limit": {
        "rate_limit": {
            *("language/sections.py", "language/design.py", "language/vocabulary.py"),
            *("model/building.py", "model/entities.py", "model/types/project.py"),
            *("model/types/entity.py", "difference/project.py"),
            *("difference/entities.py", "documents/diagrams/context.py"),
        },
        "X-RateLimit-Limit": {"language/sections.py"},
        "TooManyRequests": {"contract/shared.py"},
        # Of which the one says when statuses come, and the other what they are told with.
        "Retry-After": {
            *("documents/api.py", "contract/shared.py", "model/custom_later.py"),
        },
    },
    # A section of the language, with words of its own; the model has clients, and stages that
    # tell of them tell of it.
    "resilience": {
        "resilience": {
            *("language/design.py", "language/vocabulary.py", "language/custom.py"),
            *("rules/dependencies.py", "rules/identity.py", "model/outbound.py"),
            *("model/when_asked.py", "difference/dependencies.py", "beside.py"),
            "contract/outbound/__init__.py",
            "documents/overview.py",
        },
        "Retry-After": {
            *("documents/api.py", "contract/shared.py", "model/custom_later.py"),
        },
    },
    # A word of an entity, as `erase` is: the model has how long rows are kept.
    "retention": {"retention": set()},
    # A word of an entity; the model has its facts, as it has those of relations, and stages
    # that tell of entities, of their rules and of renames tell of it.
    "transitions": {
        "transitions": set(),
        "Transition": {
            *("language/transitions.py", "language/vocabulary.py"),
            *("language/design.py", "language/reference.py"),
            *("rules/transitions.py", "resolve/transitions.py"),
            *("resolve/composites.py", "model/transitions.py"),
            *("model/python/transitions.py", "model/types/__init__.py"),
            *("model/types/entity.py", "difference/transitions.py"),
            *("documents/diagrams/states.py", "documents/diagrams/transitions.py"),
        },
        "Transitions": {"model/python/transitions.py", "language/reference.py"},
        "TransitionService": {"model/python/transitions.py"},
    },
    # Help of the word says which headers there are.
    "ietf_rate_limit": {
        "RateLimit": {"language/sections.py"},
        "RateLimit-Policy": {"language/sections.py"},
        "TooManyRequests": {"contract/shared.py"},
    },
    # A section of `api`, with words of its own, which the model has as facts.
    "idempotency": {
        "idempotency": {
            *("language/sections.py", "language/vocabulary.py", "model/building.py"),
            *("model/types/project.py", "difference/project.py"),
            "rules/api_versions.py",
        },
    },
    # The module of the words of older versions, which are a section of `api`.
    "api_versions": {"api_versions": {"language/load.py", "rules/__init__.py"}},
    # A section of the language, whose modules the model writes as it does a slice's.
    "own_operations": {
        "ExactRoute": {"model/python/custom.py"},
        "OperationService": {"model/python/custom.py"},
        "OperationRule": {"model/python/access.py"},
    },
    # A word of these; the model writes their modules, and says what a request is answered.
    "async_operations": {
        "async_operations": {
            *("model/python/custom.py", "model/python/later.py", "resolve/custom.py"),
        },
        "AsyncOperation": {"model/python/later.py"},
        "Retry-After": {
            *("documents/api.py", "contract/shared.py", "model/custom_later.py"),
        },
    },
    # A value of `operations`, and Alembic's word for what SQLite does of several edits; what
    # is done for each item of a body has bodies and answers of its own, which routers name.
    "batch": {
        "batch": set(),
        "BatchChanges": {"model/python/slices.py"},
        "BatchCreations": {"model/python/slices.py"},
        "BatchRemovals": {"model/python/slices.py"},
        "ManyOf": {"model/python/router.py", "model/python/router_imports.py"},
    },
    # A word of an entity; what it does is a kind of operation.
    "upsert": {"upsert": {"language/design.py", "operation.py"}},
    # The response to which a refusal leads.
    "sign_in": {
        "TooManyRequests": {"contract/shared.py"},
        "Retry-After": {
            *("documents/api.py", "contract/shared.py", "model/custom_later.py"),
        },
    },
    # A word of the API, which the model has as a fact.
    "json_patch": {
        "json_patch": {
            *("language/sections.py", "model/building.py", "model/types/project.py"),
            "difference/project.py",
        },
    },
    "proxies": {
        "proxies": {
            *("language/deployment.py", "model/building.py", "model/types/project.py"),
            "difference/project.py",
        },
    },
    "hardened_image": {
        "hardened_image": {
            *("model/building.py", "model/types/project.py", "difference/project.py"),
        },
    },
    # What `deployment.backup` makes, which the model has as a fact.
    "point_in_time": {
        "point_in_time": {
            *("model/building.py", "model/types/project.py", "difference/project.py"),
        },
    },
    # A word of `deployment`, which the model has as a fact.
    "doctor": {
        "doctor": {
            *("language/deployment.py", "model/building.py", "model/types/project.py"),
            "difference/project.py",
        },
    },
    # A word of the design, which the model has as a fact.
    "telemetry": {
        "telemetry": {
            *("language/design.py", "model/building.py", "model/types/__init__.py"),
            "difference/project.py",
        },
    },
    # A word of an entity and a section of the language; functions are cached, too, and so are
    # packages, images and templates.
    "cache": {"cache": set()},
    # A section of the language, which the model has as a fact, and the contract of events tells.
    "messaging": {
        "messaging": {
            *("language/design.py", "language/vocabulary.py", "model/building.py"),
            *("model/types/__init__.py", "model/when_asked.py", "contract/brokers.py"),
            *("contract/compare/events.py", "difference/project.py"),
            "language/reference.py",
            *("documents/overview.py", "documents/diagrams/context.py"),
            "documents/diagrams/deployment.py",
        },
    },
    # A word of `database`; the model has what each entity's rows are made of, as Python.
    "seeds": {"seeds": set()},
    # A section of the language, which the model has facts of, and a contract of its own.
    "events": {"events": set()},
    # A section of the language, with a table of the same name; the model has its facts.
    "jobs": {"jobs": set()},
    # The same; the contract of events has its frames, and in one of them a tenant is named.
    "realtime": {
        "realtime": set(),
        "MembersOf": {"model/realtime.py"},  # what rooms are made with, as code
        "RealtimeChannel": {"model/realtime.py"},
    },
    "tenant": {"tenant": {"contract/realtime.py"}},
    # A word of `deployment`; the model has the rules that follow, as YAML.
    "monitoring": {"monitoring": set()},
    # A word of `requirements`; the model has the mix that follows from a design, as TOML.
    "load_test": {"load_test": set()},
    # What the word of the API is about, in its help.
    "preferences": {"Prefer": {"language/sections.py"}},
    # The response to which an operation's `not_modified` leads.
    "versioned": {
        "NotModified": {"contract/openapi.py"},
        "ETag": {"contract/raw_bodies.py"},  # which a file has, too
    },
    # A section of the language, whose fields are of a type; and what everybody calls files.
    "files": {
        "files": set(),
        "FileColumn": {"model/python/columns.py", "model/python/mapped.py"},
        "StoredFile": {
            *("model/python/imports.py", "model/python/mapped.py"),
            "model/python/values.py",
        },
    },
}
"""Words of a capability that other modules say: which modules; all, where none is listed."""

_WORD = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)*")

COMMON = {"version", "q"}
"""A column and a parameter whose names are everyday words, and tell nobody apart."""

IN_TEMPLATES: dict[str, dict[str, set[str]]] = {
    # A regular expression's own method.
    "search": {"search": {"migrations/sqlite_tables.py"}},
    "cursor": {
        # Every list has its query read, and is walked, whatever the shape of its pages.
        # A cursor of a database is another thing.
        "cursor": {
            *("src/__package__/core/queries.py", "tests/support.py"),
            *("src/__package__/core/db/database.py", "migrations/env.py"),
            *(
                "src/__package__/core/db/stale_plans.py",
                "src/__package__/core/db/given_up.py",
            ),
        },
    },
    # Alembic's word for several edits of a table at once.
    "batch": {
        "batch": {"migrations/sqlite_tables.py", "tests/core/test_sqlite_tables.py"},
    },
    # Every list has its query read.
    "list_totals": {"with_total": {"src/__package__/core/queries.py"}},
    "security": {
        # What a statement sees hangs on who asks, where the model says so.
        "security": {
            "src/__package__/core/http/dependencies.py",
            "src/__package__/core/db/shape.py",
        },
    },
    # What Python, CI and images call so.
    "cache": {
        "cache": {
            "src/__package__/core/http/contract.py",
            *("src/__package__/core/db/migrations.py", ".gitlab-ci.yml", "Dockerfile"),
            "src/__package__/core/http/routing.py",
        },
    },
    # The lock has what a part alone requires, by its name.
    "encrypted": {"encrypted": {"uv.lock"}},
    "oidc": {"oidc": {"uv.lock"}},
    "seeds": {"seeds": {"uv.lock"}},
    "kafka_broker": {"kafka_broker": {"uv.lock"}},
    "nats_broker": {"nats_broker": {"uv.lock"}},
    "rabbitmq_broker": {"rabbitmq_broker": {"uv.lock"}},
    "load_test": {"load_test": {"uv.lock"}},
    # What CI calls what it does.
    "jobs": {"jobs": {"uv.lock", ".github/workflows/ci.yml", ".gitlab-ci.yml"}},
    "telemetry": {"telemetry": {"uv.lock"}},
    "versioned": {
        # What a conditional route answers, what a page of another origin may read, and what
        # isn't compressed, whoever tags it.
        "ETag": {
            *("src/__package__/core/http/contract.py", "src/__package__/main.py"),
            "src/__package__/core/http/compression.py",
            "tests/core/test_compression.py",
        },
        "If-Match": {"src/__package__/core/http/compression.py"},
    },
    # What everybody calls files.
    "files": {
        "files": {
            *(".gitignore", ".gitlab-ci.yml", ".pre-commit-config.yaml", "README.md"),
            *(".dockerignore", "Dockerfile"),
            *("_imports", "_lines", "pyproject.toml", "tests/conftest.py", "uv.lock"),
            "src/__package__/core/db/migrations.py",
            "src/__package__/core/http/contract.py",
            "src/__package__/core/http/docs.py",
        },
    },
    # Git's, and what a loop keeps of SQLAlchemy's.
    "history": {"history": {"README.md", "tests/core/test_faults.py"}},
    "rate_limit": {
        # An answer 503 says it too, and a page of another origin may read it.
        "Retry-After": {
            *("src/__package__/core/http/error_responses.py", "tests/core/test_app.py"),
            *("src/__package__/main.py", "README.md"),
        },
        "rate_limit": {"uv.lock"},  # which locks the packages of parts
    },
    "sign_in": {
        # An answer 503 says it too, and a page of another origin may read it.
        "Retry-After": {
            *("src/__package__/core/http/error_responses.py", "tests/core/test_app.py"),
            *("src/__package__/main.py", "README.md"),
        },
        "sign_in": {"uv.lock"},  # which locks the packages of parts
    },
    "async_operations": {
        # The same.
        "Retry-After": {
            *("src/__package__/core/http/error_responses.py", "tests/core/test_app.py"),
            *("src/__package__/main.py", "README.md"),
        },
    },
    "resilience": {
        # The same as of those who sign in.
        "Retry-After": {
            *("src/__package__/core/http/error_responses.py", "tests/core/test_app.py"),
            *("src/__package__/main.py", "README.md"),
        },
        "resilience": {"uv.lock"},  # which locks the packages of parts
    },
    "links": {
        # The links of a page lead to other pages.
        "links": {
            *("src/__package__/core/http/responses.py", "tests/support.py"),
            *("tests/core/test_responses.py",),
        },
    },
}
"""Words of a capability that templates outside its part say, and which; the reason above."""


def _words(feature: Feature) -> set[str]:
    """Return the words by which anybody could tell a capability."""
    parts = feature.components
    return {
        feature.name,
        *(each.name for each in feature.traits),
        *(each.name for each in feature.columns),
        *feature.classes,
        *parts.parameters,
        *parts.responses,
        *parts.headers,
    } - COMMON


@cache
def _said(path: Path) -> frozenset[str]:
    """Return the words of a module's code: its names, and those in its texts."""
    return frozenset(_spoken(path))


def _spoken(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.Attribute(attr=name) if not _is_call_of_a_pattern(node):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Constant(value=str(text)) if id(node) not in documents:
                yield from _WORD.findall(text)


@cache
def _in_templates() -> dict[str, set[str]]:
    """Return the words of each template outside the parts."""
    return {
        path.relative_to(OUTPUTS)
        .as_posix()
        .removesuffix(".jinja"): {*_WORD.findall(path.read_text("utf-8"))}
        for path in OUTPUTS.rglob("*.jinja")
    }


def _is_call_of_a_pattern(node: ast.Attribute) -> bool:
    """True for `PATTERN.search(…)` and `re.search(…)`."""
    owner = ast.unparse(node.value).rpartition(".")[2]
    return node.attr == "search" and (owner == "re" or owner.isupper())


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_no_stage_names_a_capability(feature: Feature) -> None:
    allowed = ALLOWED.get(feature.name, {})
    named = {
        (path.relative_to(SOURCE).as_posix(), word)
        for path in STAGES
        for word in _words(feature) & _said(path)
        if word not in allowed
        or (allowed[word] and path.relative_to(SOURCE).as_posix() not in allowed[word])
    }
    assert named == set()


def test_nothing_is_allowed_that_nobody_says() -> None:
    for words in ALLOWED.values():
        for word, modules in words.items():
            assert all(word in _said(SOURCE / module) for module in modules), word


@pytest.mark.parametrize(
    "feature", [each for each in FEATURES if each.part], ids=lambda each: each.name
)
def test_no_template_outside_its_part_names_a_capability(feature: Feature) -> None:
    allowed = IN_TEMPLATES.get(feature.name, {})
    named = {
        (path, word)
        for path, said in _in_templates().items()
        for word in _words(feature) & said
    }
    known = {(path, word) for word, paths in allowed.items() for path in paths}
    assert named == known
