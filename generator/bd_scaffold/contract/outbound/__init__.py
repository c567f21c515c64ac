"""The contracts of other systems that a design names: read beside it, and never fetched."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from ...diagnostics import Diagnostic, Where
from ...language.tree import LARGEST
from ...record import replace
from ...resolve import Resolved
from ...resolve.outbound import OtherContract
from .document import Document, read
from .operations import credential_of, operations_of
from .schemas import Schemas

_OWN = frozenset(("design.yaml", "openapi.own.yaml", "openapi.yaml"))
_MADE = frozenset(((".bd",), ("migrations",), ("src",), ("tests",)))
"""What stands beside a design anyway: files that are made, and what they are made of."""

Places = Callable[..., Where]
"""Where a part of the design stands."""


def with_contracts(
    resolved: Resolved, source: str, where: Places
) -> tuple[Resolved, tuple[Diagnostic, ...]]:
    """Return a design with the contracts that it names, and all that is wrong with them.

    They are files beside the design, whose own path `source` is.
    """
    found: dict[str, OtherContract] = {}
    mistakes: list[Diagnostic] = []
    for name, said in resolved.design.resilience.items():
        if said.contract is None:
            continue
        place = where("resilience", name, "contract")
        subject = f"resilience.{name}.contract"
        content = _content(Path(source).parent, said.contract)
        if isinstance(content, str):
            hint = "Name a file beside the design, or in a folder there."
            mistakes.append(Diagnostic(place, "BD1010", f"{subject}: {content}", hint))
            continue
        document, wrong = read(content, said.contract)
        mistakes += wrong
        if document is not None:
            contract, wrong = _contract(said.contract, content, document)
            mistakes += wrong
            found[name] = contract
    return replace(resolved, others=found), tuple(mistakes)


def _content(folder: Path, said: str) -> bytes | str:
    """Return what is in a file beside the design, or why it can't be read."""
    wanted = Path(said)
    if wanted.is_absolute() or "\\" in said or ".." in wanted.parts:
        return f'"{said}" leads out of the project.'
    if wanted.as_posix() in _OWN or wanted.parts[:1] in _MADE:
        return f'"{said}" is the project\'s own.'
    path = folder / wanted
    if not path.resolve().is_relative_to(folder.resolve()):
        return f'"{said}" leads out of the project.'
    if not path.is_file():
        return f'There is no file "{said}".'
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        return f'"{said}" can\'t be read: {error.strerror}.'


def _contract(
    path: str, content: bytes, document: Document
) -> tuple[OtherContract, tuple[Diagnostic, ...]]:
    schemas = Schemas(document)
    operations, mistakes = operations_of(document, schemas)
    credential, header = credential_of(document)
    contract = OtherContract(
        path=path,
        text=content.decode(),
        sha=sha256(content).hexdigest(),
        operations=operations,
        schemas=schemas.found,
        credential=credential,
        credential_header=header,
    )
    return contract, mistakes
