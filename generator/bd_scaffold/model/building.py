"""From a checked design to the model, as a recipe: names, enums, keys, slots, tables, slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import localcontext

from .. import names
from ..features.feature import Feature
from ..language.design import Design
from ..language.namespace import completed
from ..language.sections import seconds
from ..layout import export_order, natural
from ..resolve import Resolved
from ..resolve.naming import EntityNames, package_of
from ..resolve.types import OwnWords
from ..resolve.values import MOST_DIGITS
from .constraints import ForeignKey
from .documents import decisions_of, requirements_of, roadmap_of
from .entities import entity_of
from .given import given_of
from .links import link_tables, links_of
from .order import creation_order
from .parts import Declared, EntityParts, Pointing
from .python.migration import migration_of
from .tables import own_table, tables_of
from .testing import tests_of
from .types import (
    FORMAT,
    Api,
    Area,
    Components,
    Constraint,
    CustomGroup,
    Database,
    Deployment,
    ErrorBody,
    Idempotency,
    Import,
    Model,
    Project,
    Role,
    Security,
    Table,
)
from .uses import parts_of, uses_of
from .value_types import value_types
from .versions import versions_of
from .when_asked import (
    cache_of,
    cloud_environments_of,
    cloud_of,
    custom_of,
    dependencies_of,
    environments_of,
    events_of,
    files_of,
    jobs_of,
    kubernetes_of,
    load_test_of,
    messaging_of,
    monitoring_of,
    realtime_of,
    with_store,
)


def build(resolved: Resolved) -> Model:
    """Return the model of a design that passed every check; the contract is not in it yet."""
    with localcontext(prec=2 * MOST_DIGITS):
        return _build(resolved)


def _build(resolved: Resolved) -> Model:
    design = resolved.design
    own_names = [each.names for each in resolved.entities.values()]
    own = {name: own_table(resolved, name) for name in design.entities}
    keys = {name: table.foreign_keys for name, table in own.items()}
    order, late = creation_order(keys)
    pointing, declared = _pointing(keys), _declared(resolved)
    joins = {name: tuple(link_tables(resolved, name)) for name in design.entities}
    tables = tables_of(resolved, own, joins, order, late)
    linked_to = _linked_to(tables.values())
    parts = {
        name: EntityParts(
            resolved=resolved,
            name=name,
            table=own[name],
            links=links_of(resolved, name),
            tables=tables,
            foreign_keys=keys,
            pointing=pointing,
            linked_to=linked_to,
            declared=declared,
        )
        for name in design.entities
    }
    entities = tuple(entity_of(part) for part in parts.values())
    seeds = None
    if design.database.seeds:
        from .seeds import with_seeds  # few designs ask for it

        seeds, entities = with_seeds(parts, order, entities)
    if any(each.cache for each in design.entities.values()):
        from .cache import with_kept_answers  # the same

        entities = with_kept_answers(design, entities)
    custom, refusals = custom_of(resolved)
    security = _security(resolved)
    files = files_of(design, entities)
    used = _used(resolved)
    jobs = jobs_of(resolved, entities)
    uses = uses_of(
        entities, tables.values(), used, resolved.enums, given_of(custom, jobs)
    )
    package = package_of(design)
    return Model(
        format=FORMAT,
        project=_project(design),
        api=_api(design),
        database=Database(
            design.database.engine, postgresql=design.database.engine == "postgresql"
        ),
        deployment=_deployment(design),
        parts=with_store(parts_of(uses, used), files),
        uses=uses,
        requirements=requirements_of(design),
        decisions=decisions_of(design),
        enums=resolved.enums,
        areas=_areas(design),
        entities=entities,
        tables=tables,
        migration=migration_of(tables, resolved.enums),
        routers=(*_custom_routers(custom), *_routers(own_names)),
        resources=tuple(_resources(own_names)),
        tests=tests_of(entities),
        mapped=tuple(_mapped(package, own_names, used)),
        mapped_names=tuple(
            sorted(
                (
                    *(each.class_name for each in own_names),
                    *(name for each in used for _, name in each.mapped),
                ),
                key=export_order,
            )
        ),
        components=_components(design, used),
        contract=None,
        types=tuple(value_types(resolved)),
        security=security,
        custom=custom,
        refusals=refusals,
        versions=versions_of(resolved, entities, custom),
        roadmap=roadmap_of(design),
        seeds=seeds,
        load_test=load_test_of(
            design, _api(design).prefix, entities, custom, security, tables
        ),
        monitoring=monitoring_of(resolved, used),
        cache=cache_of(design),
        messaging=messaging_of(design),
        events=events_of(resolved, entities),
        jobs=jobs,
        realtime=realtime_of(resolved, entities),
        telemetry=design.telemetry,
        files=files,
        dependencies=dependencies_of(resolved),
        kubernetes=kubernetes_of(design, package, used),
        environments=environments_of(design, used),
        cloud=cloud_of(design, used),
        cloud_environments=cloud_environments_of(design),
    )


def _custom_routers(custom: Iterable[CustomGroup]) -> Iterator[Import]:
    """Yield the routers whose paths come first, as those of rows may look like them."""
    for each in custom:
        name = f"{each.handle}_operations_router"
        yield Import(f"{each.package}.operation_router", (name,))


def _used(resolved: Resolved) -> tuple[Feature, ...]:
    """Return the capabilities that some entity uses."""
    names_ = {f.name for entity in resolved.entities.values() for f in entity.features}
    return tuple(each for each in resolved.features if each.name in names_)


def _mapped(
    package: str, own_names: Iterable[EntityNames], features: Iterable[Feature]
) -> Iterator[Import]:
    """Yield the modules of mapped classes, those of capabilities among them."""
    found: dict[str, list[str]] = {
        f"{package}.models.{own.variable}": [own.class_name] for own in own_names
    }
    for feature in features:
        for module, name in feature.mapped:
            found.setdefault(f"{package}.{module}", []).append(name)
    for module in sorted(found, key=natural):
        yield Import(module, tuple(found[module]))


def _security(resolved: Resolved) -> Security | None:
    said = resolved.design.security
    if said is None:
        return None
    from ..resolve.access_table import tables  # a design without rules needs none of it

    return Security(
        authentication=said.authentication,
        roles=tuple(
            Role(name, role.may, role.was or "", role.description or "")
            for name, role in said.roles.items()
        ),
        immediate=said.revocation == "immediate",
        jwt="jwt" in said.authentication,
        oidc="oidc" in said.authentication,
        api_keys="api_keys" in said.authentication,
        browser=said.browser,
        access=tuple(tables(resolved)),
        actions=_actions(resolved),
    )


def _actions(resolved: Resolved) -> tuple[str, ...]:
    """Return what rules are about beside the operations of the API, as Python."""
    known = (each.access for each in resolved.entities.values() if each.access)
    found = {name for access in known for name in access.actions}
    return tuple(map(names.python_string, sorted(found)))


def _components(design: Design, features: Sequence[Feature]) -> Components:
    added = [each.components for each in features]
    whole = [each.contract(design, _api(design).prefix) for each in features]
    return Components(
        parameters={
            **{k: v for each in added for k, v in each.parameters.items()},
            **{k: v for each in whole for k, v in each.parameters.items()},
        },
        responses={k: v for each in added for k, v in each.responses.items()},
        headers={k: v for each in added for k, v in each.headers.items()},
        security={k: v for each in added for k, v in each.security.items()} or None,
        paths={k: v for each in whole for k, v in each.paths.items()} or None,
        schemas={k: v for each in whole for k, v in each.schemas.items()} or None,
        tags=tuple(dict(tag) for each in whole for tag in each.tags),
        error=next(_error_bodies(features), None),
    )


def _error_bodies(features: Iterable[Feature]) -> Iterator[ErrorBody]:
    """Yield the shapes that capabilities give to errors."""
    for each in features:
        if each.components.error:
            media, schema = each.components.error
            yield ErrorBody(media, dict(schema))


def _linked_to(tables: Iterable[Table]) -> dict[str, list[Constraint]]:
    """Return the foreign keys of links that lead into each table, by its name."""
    found: dict[str, list[Constraint]] = defaultdict(list)
    for table in (each for each in tables if each.link):
        for key in table.constraints:
            if key.target:
                found[key.target].append(key)
    return found


def _pointing(
    keys: Mapping[str, Sequence[ForeignKey]],
) -> dict[str, list[Pointing]]:
    found: dict[str, list[Pointing]] = {name: [] for name in keys}
    for owner, owned in keys.items():
        for key in owned:
            found[key.target].append((owner, key))
    return found


def _declared(resolved: Resolved) -> dict[str, list[Declared]]:
    found: dict[str, list[Declared]] = {name: [] for name in resolved.entities}
    for owner, entity in resolved.entities.items():
        for inverse in entity.inverses:
            found[inverse.target].append((owner, inverse))
    return found


def _routers(own_names: Iterable[EntityNames]) -> Iterator[Import]:
    for own in sorted(own_names, key=lambda n: natural(n.package)):
        yield Import(f"{own.package}.router", (f"{own.plural}_router",))


def _resources(own_names: Iterable[EntityNames]) -> Iterator[Import]:
    for own in sorted(own_names, key=lambda n: natural(n.tests)):
        module = own.tests.replace("/", ".")
        yield Import(f"{module}.resource", (module.rpartition(".")[2].upper(),))


def _project(design: Design) -> Project:
    return Project(
        name=design.name,
        package=package_of(design),
        title=design.title,
        description=design.description or "",
        version=design.version,
        title_source=names.python_string(design.title),
        x=completed(design.namespaces, "project", design.own),
    )


def _api(design: Design) -> Api:
    said = design.api.rate_limit
    return Api(
        version=design.api.version,
        prefix=f"/api/{design.api.version}",
        default_limit=design.api.limit.default,
        max_limit=design.api.limit.max,
        cors=design.api.cors,
        cors_sources=tuple(map(names.python_string, design.api.cors)),
        rate_limit=said.limit if said else None,
        # As constants, since a model leaves out what is the default itself.
        rate_limit_headers="ietf" if said and said.headers == "ietf" else "x",
        rate_limits={
            name: each.rate_limit
            for name, each in design.entities.items()
            if each.rate_limit
        }
        or None,
        idempotency=_idempotency(design),
        errors="problem" if design.api.errors == "problem" else "envelope",
        prefer=design.api.prefer,
        json_patch=design.api.json_patch,
    )


def _idempotency(design: Design) -> Idempotency | None:
    said = design.api.idempotency
    if said is None:
        return None
    return Idempotency(said.keep, seconds(said.keep), said.required)


def _deployment(design: Design) -> Deployment:
    said = design.deployment
    return Deployment(
        github="github" in said.ci,
        gitlab="gitlab" in said.ci,
        no_container=not said.container,
        no_compose=not said.composes,
        hardened_image=said.image == "hardened",
        point_in_time=said.backup and design.database.engine == "postgresql",
        proxies=tuple(dict.fromkeys(said.proxies)),
        doctor=said.doctor,
    )


def _areas(design: Design) -> tuple[Area, ...]:
    package = package_of(design)
    used = dict.fromkeys(design.area_of(name) for name in design.entities)
    return tuple(
        Area(
            name=area,
            was=_area_was(design, area),
            package=f"{package}.{names.safe_module(area)}",
            directory=f"src/{package}/{names.safe_module(area)}",
            tests=f"tests/{names.safe_module(area)}",
            x=_area_words(design, area),
        )
        for area in used
        if area is not None
    )


def _area_was(design: Design, name: str) -> str:
    area = design.areas.get(name)
    return (area and area.was) or ""


def _area_words(design: Design, name: str) -> OwnWords | None:
    area = design.areas.get(name)
    return completed(design.namespaces, "area", area.own if area else {})
