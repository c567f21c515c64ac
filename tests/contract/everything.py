"""A design with every type and every shape of list, and the classes that come of it."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bd_scaffold import pipeline
from bd_scaffold.model import store
from bd_scaffold.render.write import write
from bd_scaffold.sources.resources import BLUEPRINT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from bd_scaffold.model.types import Model

EVERYTHING = r"""
name: gamut
description: "Quotes ' \" {{ braces }}\n# no comment: ünïcode 😀"
enums:
  Colour:
    description: How it looks.
    ordered: true
    values: {red: Like blood., in-progress: , "2d": "Flat\nand\nthin."}
entities:
  Country:
    key: code
    fields:
      code: string(2) pattern("^[A-Z]{2}$")
      things: Thing[] by country
  Series:
    key: number
    fields:
      number: integer min(1)
      label: text?
  Thing:
    description: "It's \"all\": everything"
    traits: [timestamps, versioned]
    fields:
      name: string(3) filter sort search
      note: text?
      caption: string(9)? not_blank
      checksum: string(9) internal
      count: integer min(-5) max(10) filter = 3
      big: bigint? filter
      small: smallint? filter
      ratio: float filter sort = 0.5
      share: float? min(0)
      price: decimal(6,2) min(0) filter sort = 0
      rate: decimal(4,3)? min(-0.5) max(0.75) filter
      active: boolean = true filter
      day: date? filter = "2020-01-31"
      time: time filter
      moment: datetime filter sort
      wall: datetime_local? filter
      token: uuid?
      mail: email filter
      site: url?
      address: ip
      data: json
      more: json?
      blob: bytes?
      colour: Colour filter = red
      size: enum(s, m, l)?
      labels: string(4)[]
      numbers: integer[]? length(1, 3)
      days: date[]?
      shares: decimal(4,3)[]?
      from: string(10) filter
      class: integer?
      copy: string(5)
      shape: string(6) pattern("[0-9]a|.b") filter
      parent: Thing?
      country: Country
      series: Series?
      others: Country[]
  Stock:
    key: [thing, country]
    pagination: cursor
    operations: [list, create]
    fields:
      thing: Thing
      country: Country
      amount: integer
"""


@cache
def model_of(design: str) -> Model:
    """Return the model of a design, its contract attached."""
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def text_of(model: Model) -> str:
    """Return the contract as it stands in openapi.yaml."""
    return rendered(model, "openapi.yaml")


_HTTP = "src/__package__/core/http"
_MODULES = (
    *("addresses", "binary", "dates", "datetimes", "decimals", "integers"),
    *("json_values", "messages", "numbers", "schemas", "times"),
)
_CURSORS = (
    "fastapi/parts/cursor/slots/src/__package__/core/http/schemas.py/models.jinja"
)


def rendered(model: Model, file: str, source: str = "fastapi") -> str:
    """Return one file of the project, from a layer or one of its parts."""
    environment = Environment(
        loader=FileSystemLoader(BLUEPRINT),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template(f"{source}/outputs/{file}.jinja")
    fills = {"errors": [], "models": [_CURSORS] if "cursor" in model.parts else []}
    return template.render(model=store.read(store.dump(model)), fills=fills)


def package_of(model: Model, folder: Path) -> ModuleType:
    """Write the classes of a project and what they need into a folder; import the package."""
    package = model.project.package
    links = f"{_HTTP}/distinct.py"
    used = ["src/__package__/core/errors.py", "src/__package__/models/enums.py"]
    used += [f"{_HTTP}/{name}.py" for name in _MODULES]
    sources = {file: rendered(model, file) for file in used}
    sources |= {links: rendered(model, links, "fastapi/parts/links")} | {
        f"{entity.directory}/schemas.py": str(entity.contract and entity.contract.dtos)
        for entity in model.entities
    }
    folders = {path.rpartition("/")[0] for path in sources} | {"src/__package__"}
    sources |= {f"{each}/__init__.py": "" for each in folders}
    write(
        {
            path.removeprefix("src/").replace("__package__", package): text
            for path, text in sources.items()
        },
        folder,
    )
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))


def schemas_of(package: ModuleType, name: str) -> Any:
    """Import the module of bodies and parameters of one slice."""
    return importlib.import_module(f"{package.__name__}.{name}.schemas")
