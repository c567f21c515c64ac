"""What a design asks of a cluster, as Kustomize lays it, and what schemas say of each object."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml

from bd_scaffold import pipeline

KUBERNETES = "1.37"
CUSTOM = {"gateway.networking.k8s.io", "monitoring.coreos.com"}
"""Groups of resources whose schemas are not Kubernetes' own."""

_KUBECTL = Path(sys.executable).with_name("kubectl")
_SCHEMAS = Path(__file__).parent / "custom_resources"

Object = dict[str, Any]


class Strict(yaml.SafeLoader):
    """It takes no key twice, as a cluster's server does where it is asked to be strict."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - as it is called
    ) -> Any:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"{node.start_mark}: a key stands twice"
        return super().construct_mapping(node, deep)


def written(design: bytes, folder: Path, *of: str) -> Path:
    """Write what a design makes whose paths begin so; all if nothing is said."""
    model = pipeline.build(pipeline.check(design, "design.yaml"))
    for path, content in pipeline.render(design, model).items():
        if path.startswith(of or ("",)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    return folder


def overlays(folder: Path) -> list[Path]:
    """Return the overlays of a project, of which there is at least one."""
    found = sorted((folder / "deploy/kubernetes/overlays").iterdir())
    assert found
    return found


def laid(overlay: Path) -> str:
    """Return what Kustomize makes of an overlay; a warning is a failure."""
    done = subprocess.run(
        [_KUBECTL, "kustomize", overlay], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def objects(text: str) -> list[Object]:
    """Return the objects of a text of several, none of which is a list of others."""
    found = list(yaml.load_all(text, Strict))
    assert all(not each["kind"].endswith("List") for each in found)
    return found


def judge(each: Object) -> None:
    """Raise where an object is not what the schema of its kind says, or has none."""
    group = each["apiVersion"].partition("/")[0]
    if group not in CUSTOM:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)
        return
    jsonschema.validate(each, _schema(each["kind"]))
    named = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": each["metadata"]}
    kubernetes_validate.validate(named, KUBERNETES, strict=True)


@cache
def _schema(kind: str) -> Any:
    return _closed(json.loads((_SCHEMAS / f"{kind}.json").read_text("utf-8")))


def _closed(schema: Any) -> Any:
    """Return a schema by which nothing is taken that it does not name."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(each) for key, each in schema.items()}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed
