"""What OpenTofu would say of a folder, as far as it can be known without a provider.

`faults` holds modules and roots against what they declare themselves, and against the arguments
that the provider takes; `unformatted` names lines that `tofu fmt` would write otherwise.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import hcl2

SCHEMA = json.loads(
    (Path(__file__).parent / "aws_provider" / "schema.json").read_text("utf-8")
)
_META = {"count", "for_each", "depends_on", "lifecycle", "provider"}
_KINDS = {"resource": "", "data": "data.", "ephemeral": "ephemeral."}
_REFERENCE = re.compile(
    r'(?<![\w."-])(?:(?P<kind>data|ephemeral)\.)?'
    r"(?P<type>var|local|module|(?:aws|random)_\w+)\.(?P<name>\w+)"
    r"(?:(?:\[\d+\])?\.(?P<member>\w+))?"
)
_INTERPOLATED = re.compile(r"\$\{([^{}]*)\}")
_SECRET = re.compile(r"(password|token|secret_string)(_wo)?")


def folders(root: Path) -> list[Path]:
    """Return the folders below one that have configurations."""
    return sorted({path.parent for path in root.rglob("*.tf")})


class Configuration:
    """The files of one folder, which are one configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blocks: dict[str, list[Any]] = {}
        for path in sorted(folder.glob("*.tf")):
            for kind, found in hcl2.loads(path.read_text("utf-8")).items():
                if not kind.startswith("__"):
                    self.blocks.setdefault(kind, []).extend(found)

    def named(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return blocks of one label: variables, outputs, modules, providers."""
        return {
            _plain(name): body
            for block in self.blocks.get(kind, [])
            for name, body in block.items()
            if not name.startswith("__")
        }

    def typed(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Yield blocks of two labels: resources, and what is like them."""
        for kind in _KINDS:
            for block in self.blocks.get(kind, []):
                for type_, inner in block.items():
                    for name, body in inner.items():
                        yield kind, _plain(type_), _plain(name), body

    @cached_property
    def local_values(self) -> dict[str, Any]:
        """What is said once, by its name."""
        return {
            name: value
            for block in self.blocks.get("locals", [])
            for name, value in block.items()
            if not name.startswith("__")
        }

    @cached_property
    def ephemeral_locals(self) -> set[str]:
        """The names of those that no state may have."""
        found: set[str] = set()
        while True:
            more = {
                name
                for name, value in self.local_values.items()
                if self.is_ephemeral(value, found)
            }
            if more == found:
                return found
            found = more

    def is_ephemeral(self, value: Any, names: set[str] | None = None) -> bool:
        """Tell whether a value hangs on one that is made and forgotten."""
        known = self.ephemeral_locals if names is None else names
        return any(
            each["kind"] == "ephemeral"
            or (each["type"] == "local" and each["name"] in known)
            for each in references(value)
        )


def references(value: Any) -> Iterator[Mapping[str, str]]:
    """Yield what an expression, or all of a block, refers to."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            if not name.startswith("__"):
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, str):
        for expression in _expressions(value):
            for found in _REFERENCE.finditer(expression):
                yield {name: text or "" for name, text in found.groupdict().items()}


def _expressions(text: str) -> Iterator[str]:
    """Yield the code in a value: the whole of it, or what stands between braces in a text."""
    if text.startswith("${") and text.endswith("}") and '"' not in text[:3]:
        inside = text[2:-1]
        yield re.sub(r'"(?:[^"\\]|\\.)*"', '""', inside)
        for literal in re.findall(r'"(?:[^"\\]|\\.)*"', inside):
            yield from _INTERPOLATED.findall(literal)
    else:
        yield from _INTERPOLATED.findall(text)


def faults(root: Path) -> list[str]:
    """Return what is wrong with the configurations below a folder."""
    return [
        f"{folder.relative_to(root)}: {fault}"
        for folder in folders(root)
        for fault in _faults(Configuration(folder))
    ]


def _faults(said: Configuration) -> Iterator[str]:
    yield from _names(said)
    yield from _described(said)
    yield from _providers(said)
    yield from _modules(said)
    for kind, type_, name, body in said.typed():
        place = f"{_KINDS[kind]}{type_}.{name}"
        schema = SCHEMA.get(f"{kind}.{type_}")
        if schema is None:
            yield f"{place}: no such {kind}"
            continue
        inner = {key: value for key, value in body.items() if key not in _META}
        yield from _arguments(place, inner, schema["arguments"])
        for argument, value in inner.items():
            kept = kind != "ephemeral" and not argument.endswith("_wo")
            if kept and said.is_ephemeral(value):
                yield f"{place}: {argument} is kept, and its value may not be"
            if _SECRET.fullmatch(argument) and not list(references(value)):
                yield f"{place}: {argument} is written down"
    for name, body in said.named("output").items():
        if said.is_ephemeral(body):
            yield f"output.{name}: its value may not be kept"


def _names(said: Configuration) -> Iterator[str]:
    """Yield what refers to nothing, and what nothing refers to."""
    declared = {
        "var": set(said.named("variable")),
        "local": set(said.local_values),
        "module": set(said.named("module")),
    }
    typed = Counter(
        (_KINDS[kind].rstrip("."), type_, name) for kind, type_, name, _ in said.typed()
    )
    yield from (f"{key} is declared twice" for key, n in typed.items() if n > 1)
    used = list(references(said.blocks))
    for each in used:
        kind, type_, name = each["kind"], each["type"], each["name"]
        if type_ not in declared:
            if (kind, type_, name) in typed:
                yield from _member(each)
            else:
                yield f"{kind}.{type_}.{name} is not declared".lstrip(".")
        elif name not in declared[type_]:
            yield f"{type_}.{name} is not declared"
    told = {(each["type"], each["name"]) for each in used}
    for type_ in ("var", "local"):
        for name in declared[type_]:
            if (type_, name) not in told:
                yield f"{type_}.{name} is not used"


def _member(each: Mapping[str, str]) -> Iterator[str]:
    """Yield what is read of a resource that the provider doesn't give."""
    schema = SCHEMA.get(f"{each['kind'] or 'resource'}.{each['type']}", {})
    known = {*schema.get("arguments", ()), *schema.get("attributes", ())}
    if each["member"] not in known:
        yield f"{each['type']}.{each['name']} has no {each['member'] or 'value'}"


def _described(said: Configuration) -> Iterator[str]:
    """Yield variables that say too little of themselves."""
    for name, body in said.named("variable").items():
        for word in ("type", "description"):
            if word not in body:
                yield f"var.{name} has no {word}"


def _providers(said: Configuration) -> Iterator[str]:
    """Yield providers that nobody asks for, by a version."""
    required = {
        name
        for block in said.blocks.get("terraform", [])
        for each in block.get("required_providers", [])
        for name in each
    }
    for _, type_, _, _ in said.typed():
        if type_.partition("_")[0] not in required:
            yield f"{type_}: its provider is not required"
    if "provider" in said.blocks:  # a root
        backend = said.blocks["terraform"][0]["backend"][0]['"s3"']
        if not (backend.get("use_lockfile") and backend.get("encrypt")):
            yield "the state has no lock, or is not encrypted"


def _modules(said: Configuration) -> Iterator[str]:
    """Yield what a module is told wrongly, and outputs that it has not."""
    for name, body in said.named("module").items():
        child = Configuration((said.folder / _plain(body["source"])).resolve())
        variables = child.named("variable")
        given = {e for e in body if e != "source" and not e.startswith("__")}
        yield from (f"module.{name}: no {e}" for e in given - set(variables))
        for variable, declared in variables.items():
            if "default" not in declared and variable not in given:
                yield f"module.{name}: {variable} is not given"
        outputs = set(child.named("output"))
        for each in references(said.blocks):
            if each["type"] == "module" and each["member"] not in outputs:
                yield f"module.{name} has no output {each['member']}"


def _arguments(
    place: str, body: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[str]:
    """Yield arguments and blocks that the provider doesn't take, or misses."""
    for name, value in body.items():
        if name.startswith("__"):
            continue
        if name not in known:
            yield f"{place}: no {name}"
            continue
        blocks = value if isinstance(value, list) else []
        are_blocks = bool(blocks) and all(
            isinstance(each, Mapping) and "__is_block__" in each for each in blocks
        )
        if ("block" in known[name]) != are_blocks:
            yield f"{place}: {name} is {'an argument' if are_blocks else 'a block'}"
            continue
        for each in blocks if are_blocks else ():
            yield from _arguments(f"{place}.{name}", each, known[name]["block"])
    for name, said in known.items():
        if "required" in said and name not in body:
            yield f"{place}: {name} is missing"


def _plain(text: str) -> str:
    return text.strip('"')


def unformatted(text: str) -> list[str]:
    """Return the lines that `tofu fmt` would write otherwise, with what it would write.

    It indents by two blanks a bracket, and aligns the `=` of attributes that stand in lines one
    after the other and end there.
    """
    depth = 0
    wanted: list[str] = []
    chain: list[tuple[int, str, str]] = []
    lines = text.split("\n")

    def align() -> None:
        longest = max((len(lead) for _, lead, _ in chain), default=0)
        for at, lead, rest in chain:
            wanted[at] = f"{lead:<{longest}} = {rest}"
        chain.clear()

    for line in lines:
        code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line.partition("#")[0])
        opened = sum(code.count(each) for each in "{[(")
        closed = sum(code.count(each) for each in "}])")
        leading = re.match(r"[\s}\])]*", code)
        ends = sum(leading[0].count(each) for each in "}])") if leading else 0
        indent = "  " * (depth - min(ends, 1))
        wanted.append(f"{indent}{line.strip()}" if line.strip() else "")
        said = re.fullmatch(r'\s*("?[\w.-]+"?)\s*=(?!=)\s*(.*)', line)
        if said and opened == closed:
            chain.append((len(wanted) - 1, f"{indent}{said[1]}", said[2]))
        else:
            align()
        # Brackets that open in one line are one step together.
        if opened > closed:
            depth += 1
        elif closed > opened:
            depth -= 1
    align()
    return [
        f"{line!r} is {better!r}"
        for line, better in zip(lines, wanted, strict=True)
        if line != better
    ]
