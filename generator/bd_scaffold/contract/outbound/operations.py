"""The other side's operations, as methods: what they are called, given and answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from ... import names
from ...diagnostics import Diagnostic, in_order
from ...names import safe_attribute
from ...resolve.outbound import Credential, OtherOperation, OtherParameter
from .document import Document, Place, mapping
from .schemas import Schemas, class_name

_METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
_JSON = re.compile(r"application/(.+\+)?json(;.*)?", re.IGNORECASE)
_KEY = "idempotency-key"
_OURS = frozenset(
    ("accept", "authorization", "content-type", "x-request-id", "x-request-timeout")
)
"""Headers that the client sends by itself."""
_TAKEN = frozenset(
    ("request", "called", "fallback", "close", "base", "guard", "name", "self", "ready")
)
_GIVEN = frozenset(
    ("self", "call", "body", "timeout", "idempotency_key", "id", "models")
)
_LONGEST = 60


def operations_of(
    document: Document, schemas: Schemas
) -> tuple[tuple[OtherOperation, ...], tuple[Diagnostic, ...]]:
    """Return what can be called, and what would be called alike."""
    found: dict[str, OtherOperation] = {}
    mistakes = []
    for path, method, item in _all(document):
        made = _operation(document, schemas, path, method, item)
        if made.name in found:
            other = found[made.name]
            message = (
                f'"{made.name}" is the method of {other.method} {other.path} already.'
            )
            place: Place = ("paths", path, method)
            place = (*place, "operationId") if made.id else place
            hint = "Give one of them another operationId."
            mistakes.append(document.positions.mistake(place, "BD1014", message, hint))
        found[made.name] = made
    return tuple(found.values()), in_order(mistakes)


def credential_of(document: Document) -> tuple[Credential, str]:
    """Return how the other side wants to be told who calls; a token if it doesn't say."""
    components = mapping(document.node.get("components"))
    for each in mapping(components.get("securitySchemes")).values():
        scheme = document.followed(each)
        kind = str(scheme.get("scheme", "")).lower()
        if scheme.get("type") == "http" and kind == "basic":
            return "basic", "Authorization"
        header = str(scheme.get("name", ""))
        fits = re.fullmatch("[A-Za-z0-9-]{1,60}", header)
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header" and fits:
            return "header", header
        if scheme.get("type") in ("http", "oauth2", "openIdConnect"):
            break
    return "bearer", "Authorization"


def _all(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in mapping(document.node.get("paths")).items():
        for method in _METHODS:
            if isinstance(item.get(method), dict):
                yield path, method, item


def _operation(
    document: Document,
    schemas: Schemas,
    path: str,
    method: str,
    item: Mapping[str, Any],
) -> OtherOperation:
    node = item[method]
    said = str(node.get("operationId") or "")
    name = method_name(said or f"{method} {path}")
    stem = class_name(name.replace("_", " "))
    given = [*_nodes(document, item), *_nodes(document, node)]
    keyed = any(_is_key(each) for each in given)
    body, needed, media = _body(document, schemas, node, stem)
    return OtherOperation(
        name=name,
        id=said,
        method=method.upper(),
        path=path,
        summary=_summary(node, method, path),
        parameters=tuple(_parameters(schemas, path, given, stem)),
        body=body,
        body_needed=needed,
        body_type=media,
        answer=_answer(document, schemas, node, stem),
        takes_key=keyed,
    )


def method_name(said: str) -> str:
    """Return what a method is called: `createPayment`, `GET /payments` → snake case."""
    words = re.sub("[^A-Za-z0-9]+", "_", said).strip("_")
    words = re.sub("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", words)
    name = re.sub("__+", "_", words).lower()[:_LONGEST].strip("_")
    if not name or not name[0].isalpha():
        name = f"call_{name}".rstrip("_")
    name = names.safe_method(name)
    return f"{name}_" if name in _TAKEN else name


def _summary(node: Mapping[str, Any], method: str, path: str) -> str:
    """Return a sentence of what an operation does, of one line."""
    said = " ".join(str(node.get("summary") or "").split())
    text = "".join(each for each in said if each.isprintable()).rstrip(". ")
    if not re.match("[A-Za-z]", text):
        return f"Call {method.upper()} {path}."
    return f"{text[:1].upper()}{text[1:]}."


def _nodes(document: Document, node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = node.get("parameters")
    for each in listed if isinstance(listed, list) else ():
        yield document.followed(each)


def _is_key(node: Mapping[str, Any]) -> bool:
    return node.get("in") == "header" and str(node.get("name", "")).lower() == _KEY


def _parameters(
    schemas: Schemas,
    path: str,
    nodes: Iterable[Mapping[str, Any]],
    stem: str,
) -> Iterator[OtherParameter]:
    """Yield what is given beside the body; what an operation says goes before its path's."""
    said = {(str(e.get("in")), str(e.get("name"))): e for e in nodes if "name" in e}
    for name in re.findall(r"\{([^{}]+)\}", path):
        said.setdefault(("path", name), {"schema": {"type": "string"}})
    taken: set[str] = set()
    for (where, name), node in said.items():
        place = _place(where, name)
        if place is None or (place == "path" and f"{{{name}}}" not in path):
            continue
        attribute = method_name(name)
        attribute = safe_attribute(attribute)
        while attribute in taken or attribute in _GIVEN:
            attribute += "_"
        taken.add(attribute)
        kind = schemas.annotation(_schema(node), stem + class_name(name))
        yield OtherParameter(
            name=name,
            attribute=attribute,
            where=place,
            type=_simple(kind),
            required=place == "path" or node.get("required") is True,
        )


def _place(where: str, name: str) -> Literal["path", "query", "header"] | None:
    if where == "path":
        return "path"
    if where == "query":
        return "query"
    lower = name.lower()
    if where == "header" and lower != _KEY and lower not in _OURS:
        return "header" if re.fullmatch("[A-Za-z0-9-]+", name) else None
    return None  # a cookie, or what the client sends by itself


def _simple(kind: str) -> str:
    """Return the type of what stands in an address or a header: no class has a form there."""
    parts = [each for each in kind.split(" | ") if each != "None"]
    known = re.compile(r"(list\[)?(str|int|float|bool|Literal\[.*\])\]?")
    if kind.startswith("Literal[") or all(known.fullmatch(each) for each in parts):
        return " | ".join(parts) or "str"
    return "str"


def _schema(node: Mapping[str, Any]) -> Any:
    if "schema" in node:
        return node["schema"]
    media: Any = next(iter(mapping(node.get("content")).values()), None)
    return mapping(media).get("schema", {"type": "string"})


def _body(
    document: Document, schemas: Schemas, node: Mapping[str, Any], stem: str
) -> tuple[str, bool, str]:
    said = document.followed(node.get("requestBody"))
    content = mapping(said.get("content"))
    if not content:
        return "", False, ""
    needed = said.get("required") is True
    for media, inner in content.items():
        if _JSON.fullmatch(media):
            schema = mapping(inner).get("schema")
            return schemas.annotation(schema, f"{stem}Body"), needed, media
    media = next(iter(content))
    fits = re.fullmatch(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+", media)
    return "bytes", needed, media if fits else "application/octet-stream"


def _answer(
    document: Document, schemas: Schemas, node: Mapping[str, Any], stem: str
) -> str:
    """Return the type of what a call is answered that went well."""
    kinds: dict[str, None] = {}
    responses = mapping(node.get("responses"))
    for status, each in responses.items():
        if not re.fullmatch("2([0-9][0-9]|XX)", str(status)):
            continue
        content = mapping(document.followed(each).get("content"))
        if not content:
            kinds["None"] = None
        for media, inner in content.items():
            if _JSON.fullmatch(media):
                schema = mapping(inner).get("schema")
                kinds[schemas.annotation(schema, f"{stem}Answer")] = None
                break
        else:
            if content:
                return "bytes"
    if not kinds or "Any" in kinds:
        return "Any"
    return " | ".join(
        [*(e for e in kinds if e != "None"), *(e for e in kinds if e == "None")]
    )
