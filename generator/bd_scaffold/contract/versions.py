"""The contracts of older versions: that of today, with the names of then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .. import names
from ..model.types import (
    CustomGroup,
    CustomOperation,
    Entity,
    Filter,
    KeyPart,
    Model,
    OlderContract,
    OlderEntity,
    OlderVersion,
    Property,
)
from ..operation import Operation
from ..record import replace
from ..resolve.naming import usual_plural
from ..resolve.types import Enum, EnumMember
from . import openapi, text, yaml
from .nodes import Node
from .related_then import RelatedThen, renamed
from .version_tables import Pair, tables_of

_BLOCKS = frozenset({"paths", "components", "schemas", "parameters", "properties"}) | {
    *("headers", "responses", "tags")
}


def attached(model: Model) -> Model:
    """Return a model whose older versions have their contracts."""
    if not model.versions:
        return model
    versions = (replace(e, contract=_contract(model, e)) for e in model.versions)
    return replace(model, versions=tuple(versions))


def _contract(model: Model, version: OlderVersion) -> OlderContract:
    then = _Then(model, version)
    document = then.document()
    enums = {each.name: each.values for each in model.enums}
    tables = tables_of(then.pairs(), document, version, enums)
    return OlderContract(
        text=yaml.dump(document, 0, _BLOCKS), tables=tables.source, uses=tables.uses
    )


class _Then:
    """The model of an older version, as far as its contract goes."""

    def __init__(self, model: Model, version: OlderVersion) -> None:
        self._model = model
        self._version = version
        self._known = {each.name: each for each in version.entities}
        self._words = _Words(model.entities, self._known)
        self._related = RelatedThen(model.entities, self._known)
        enums = version.enums.values()
        self._states = {now: then for each in enums for now, then in each.items()}
        self.entities = {each.name: self._entity(each) for each in model.entities}

    def document(self) -> Node:
        """Return the whole contract."""
        then = replace(
            self._model,
            api=replace(
                self._model.api,
                version=self._version.name,
                prefix=self._version.prefix,
            ),
            entities=tuple(each for each in self.entities.values() if each.operations),
            enums=tuple(map(self._enum, self._model.enums)),
            custom=tuple(map(self._group, self._model.custom)),
            components=replace(
                self._model.components,
                paths=self._moved(self._model.components.paths or {}) or None,
            ),
            contract=None,
            versions=(),
        )
        found = text.document(then)
        self._free(found["components"].get("schemas", {}))
        if self._version.deprecated is not None:
            start = f"{self._version.prefix}/"
            found["paths"] = {
                path: _marked(item) if path.startswith(start) else item
                for path, item in found["paths"].items()
            }
        return found

    def _free(self, schemas: Node) -> None:
        """Let bodies say anything of what has gone, since it is dropped."""
        for name, older in self._known.items():
            for body in openapi.schemas(self.entities[name]) if older.had else ():
                if schemas.get(body, {}).get("additionalProperties") is False:
                    known = schemas[body]["properties"]
                    gone = [e.name for e in older.had if e.name in known]
                    known |= {name: _dropped(known[name]) for name in gone}

    def pairs(self) -> list[Pair]:
        """Return each operation as it was, beside the same of today, those that match first."""
        custom = [
            each
            for group in self._model.custom
            for each in group.operations
            if each.operation.id not in self._version.without
        ]
        found = [self._pair(each.operation) for each in custom]
        found += [self._pair(e.outcome) for e in custom if e.outcome]
        for path, item in (self._model.components.paths or {}).items():
            rest = path.removeprefix(self._model.api.prefix)
            if rest != path:
                found += [Pair(each, rest, rest) for each in _METHODS if each in item]
        for entity in self._model.entities:
            for each in self._kept(entity.operations):
                found.append(self._pair(each, entity))
        return found

    def _pair(self, operation: Operation, entity: Entity | None = None) -> Pair:
        http = operation.http
        return Pair(
            http.method,
            self._words.path(http.path),
            http.path,
            operation=operation,
            entity=entity,
            then=self.entities[entity.name] if entity else None,
            older=self._known.get(entity.name) if entity else None,
        )

    def _kept(self, operations: Iterable[Operation]) -> list[Operation]:
        return [each for each in operations if each.id not in self._version.without]

    def _moved(self, paths: Node) -> Node:
        prefix = f"{self._model.api.prefix}/"
        start = f"{self._version.prefix}/"
        return {
            start + path.removeprefix(prefix) if path.startswith(prefix) else path: node
            for path, node in paths.items()
        }

    def _enum(self, enum: Enum) -> Enum:
        said = self._version.enums.get(enum.name)
        if not said:
            return enum
        members: dict[str, EnumMember] = {}
        for each in enum.members:
            value = said.get(each.value, each.value)
            members.setdefault(value, replace(each, value=value))
        return replace(enum, members=tuple(members.values()))

    def _group(self, group: CustomGroup) -> CustomGroup:
        kept = {each.id for each in self._kept(e.operation for e in group.operations)}
        operations = tuple(
            self._custom(e) for e in group.operations if e.operation.id in kept
        )
        tag = self._words.of(group.tag)
        return replace(group, tag=tag, operations=operations)

    def _custom(self, each: CustomOperation) -> CustomOperation:
        return replace(
            each,
            operation=self._operation(each.operation),
            outcome=self._operation(each.outcome) if each.outcome else None,
            input=tuple(map(self._valued, each.input)),
            output=tuple(map(self._valued, each.output)),
            entity=self._words.of(each.entity),
        )

    def _operation(self, each: Operation) -> Operation:
        words = self._words.of
        return replace(
            each,
            id=words(each.id),
            summary=self._words.label(each.summary),
            description=(
                _replaced(each.description, self._states)
                if each.kind == "transition"
                else each.description
            ),
            http=replace(each.http, path=self._words.path(each.http.path)),
            key_of=words(each.key_of) if each.key_of else None,
            query=words(each.query) if each.query else None,
            body=words(each.body) if each.body else None,
            result=words(each.result) if each.result else None,
            item=words(each.item) if each.item else None,
        )

    def _entity(self, entity: Entity) -> Entity:
        older = self._known.get(entity.name) or OlderEntity(
            entity.name, entity.name, entity.path, {}
        )
        called = {
            each.attribute: older.properties[each.name]
            for each in entity.properties
            if each.name in older.properties
        }
        words = self._words
        shown = {e.name: e.attribute for e in entity.properties}
        included = [e for e in entity.inclusions if e.name not in older.since]
        operations = map(self._operation, self._kept(entity.operations))
        if not included:
            operations = map(_including_nothing, operations)
        return replace(
            entity,
            name=older.called,
            title=words.of(entity.title),
            path=words.path(entity.path),
            item_path=words.path(entity.item_path),
            key=tuple(map(self._key, entity.key)),
            operations=tuple(_by_names_of_then(each, older) for each in operations),
            properties=tuple(
                self._valued(replace(each, name=called.get(each.attribute, each.name)))
                for each in entity.properties
                if each.name not in older.since
            )
            + older.had,
            filters=tuple(
                filter_then(each, called, shown)
                for each in entity.filters
                if each.relation or each.column not in older.hidden
            ),
            sorts=tuple(
                replace(each, name=called.get(each.attribute, each.name))
                for each in entity.sorts
                if each.attribute not in older.hidden
            ),
            related_filters=tuple(self._related.filters(entity)),
            related_sorts=tuple(self._related.sorts(entity)),
            nested=tuple(
                replace(
                    each,
                    parent=words.of(each.parent),
                    path=words.path(each.path),
                    query=words.of(each.query),
                )
                for each in entity.nested
            ),
            nested_links=tuple(
                replace(
                    each,
                    target=words.of(each.target),
                    key=tuple(map(self._key, each.key)),
                    path=words.path(each.path),
                )
                for each in entity.nested_links
            ),
            order=tuple(_ordered(each, older) for each in entity.order),
            inclusions=tuple(
                replace(
                    each,
                    name=older.properties.get(each.name, each.name),
                    target=words.of(each.target),
                    shown=words.of(each.shown),
                )
                for each in included
            ),
            owned=tuple(
                replace(each, target=words.of(each.target), item=words.of(each.item))
                for each in entity.owned
                if each.name not in older.since
            ),
            owners=tuple(
                replace(each, item=words.of(each.item)) for each in entity.owners
            ),
        )

    def _key(self, part: KeyPart) -> KeyPart:
        return replace(part, parameter=self._words.of(part.parameter))

    def _valued(self, prop: Property) -> Property:
        """Return a property whose default is called as it was."""
        said = self._version.enums.get(prop.schema.enum or "", {})
        if isinstance(prop.default, str) and prop.default in said:
            return replace(prop, default=said[prop.default])
        return prop


_METHODS = ("get", "put", "post", "patch", "delete")


def _dropped(schema: Node) -> Node:
    """Return what a body may say of what has gone: anything."""
    default = {"default": schema["default"]} if "default" in schema else {}
    return {"description": "It has gone: what is sent of it is dropped."} | default


def _marked(item: Node) -> Node:
    """Return the operations of a path, each of which says that clients should move."""
    return {
        name: node if name == "parameters" else {**node, "deprecated": True}
        for name, node in item.items()
    }


def _by_names_of_then(each: Operation, older: OlderEntity) -> Operation:
    """Return an operation whose natural key, which requests say, is called as it was."""
    then = (older.properties.get(name, name) for name in each.natural)
    return replace(each, natural=tuple(then)) if each.natural else each


def _including_nothing(each: Operation) -> Operation:
    """Return an operation of rows that are related to nothing that answers may show."""
    if "include" not in each.controls:
        return each
    return replace(
        each,
        controls=tuple(name for name in each.controls if name != "include"),
        result=each.result.removesuffix(openapi.RELATED) if each.result else None,
    )


def _ordered(key: str, older: OlderEntity) -> str:
    name = key.removeprefix("-")
    return key.replace(name, older.properties.get(name, name))


def filter_then(
    each: Filter, called: Mapping[str, str], shown: Mapping[str, str]
) -> Filter:
    """Return a filter as it was called: `min_stock`, of what is `on_hand` today."""
    then = called.get(each.column)
    if then is None or each.relation:  # the column is of another entity
        return each
    now = next(name for name, attribute in shown.items() if attribute == each.column)
    return renamed(each, now, then)


class _Words:
    """What entities are called in ids, summaries and names of schemas, then and now."""

    def __init__(
        self, entities: Iterable[Entity], known: Mapping[str, OlderEntity]
    ) -> None:
        self._words: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        for each in entities:
            older = known.get(each.name)
            called = older.called if older else each.name
            renamed = called != each.name
            now = (each.name, each.singular, each.plural)
            then = _usual(called) if renamed else now
            self._words |= dict(zip(now, then, strict=True))
            labels = (each.label, each.label_plural)
            said = [word.replace("_", " ") for word in then[1:]] if renamed else labels
            self._labels |= dict(zip(labels, said, strict=True))
            self._paths[each.path[1:]] = older.path[1:] if older else each.path[1:]

    def of(self, written: str) -> str:
        """Return an id, or the name of a schema, as it was."""
        return _replaced(written, self._words)

    def label(self, written: str) -> str:
        """Return a sentence as it was."""
        return _replaced(written, self._labels)

    def path(self, written: str) -> str:
        """Return a path as it was."""
        steps = written.split("/")
        for place, step in enumerate(steps):
            if step in self._paths:  # the first one is an entity's: `/deleted/orders`
                steps[place] = self._paths[step]
                break
            if step.startswith("{"):
                break
        return "/".join(self.of(e) if e.startswith("{") else e for e in steps)


def _replaced(written: str, words: Mapping[str, str]) -> str:
    """Return a text with other words, of which the longest is looked for first."""
    if all(now == then for now, then in words.items()):
        return written
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = rf"(?<![A-Za-z0-9])(?:{known})(?![a-z0-9])"
    return re.sub(pattern, lambda found: words[found[0]], written)


def _usual(called: str) -> tuple[str, ...]:
    return called, names.snake(called), usual_plural(called)
