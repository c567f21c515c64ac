"""The versions of the API that a model serves, each with its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ...model.types import Model, OlderVersion
from ..text import document
from .documents import Document, NoContractError, read


def served(model: Model) -> Mapping[str, Callable[[], Document]]:
    """Return what reads the document of each version that a model serves, today's first."""
    older = {each.name: partial(_document, each) for each in model.versions}
    return {model.api.version: partial(document, model), **older}


def _document(version: OlderVersion) -> Document:
    if version.contract is None:
        raise NoContractError(version.name)
    return read(version.contract.text)
