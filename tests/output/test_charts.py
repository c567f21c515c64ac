"""A chart of Helm has the objects that Kustomize lays, one by one, in each environment."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bd_scaffold import pipeline

helm = pytest.importorskip("helm_python")

GAMUT = Path(__file__).parents[1] / "designs" / "gamut.yaml"
KUBECTL = Path(sys.executable).with_name("kubectl")
TAG = "1.4.0"

SMALL = """\
name: lab
deployment: {kubernetes: {helm: true}}
entities:
  Note: {fields: {text: string(80)}}
"""
WATCHED = """\
name: lab
requirements: {quality: {throughput: 300/s, availability: 99.9%, latency: {p95: 150ms}}}
security: {authentication: jwt}
deployment:
  kubernetes:
    {image: registry.example.com/lab, gateway: edge/public, service_monitor: true, helm: true}
  environments:
    staging: {throughput: 10/s, replicas: 1}
    production: {host: lab.example.com}
  monitoring: true
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}, retention: 7y}
"""
DESIGNS = {"small": SMALL, "watched": WATCHED, "gamut": GAMUT.read_text("utf-8")}

Object = dict[str, Any]


@pytest.fixture(scope="module", params=DESIGNS)
def project(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Path:
    """The folder `deploy` of a design's project."""
    text = DESIGNS[request.param].encode()
    folder: Path = tmp_path_factory.mktemp(request.param)
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    for path, content in pipeline.render(text, model).items():
        if path.startswith("deploy/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    return folder / "deploy"


def overlays(project: Path) -> list[Path]:
    return sorted((project / "kubernetes/overlays").iterdir())


def laid(overlay: Path) -> list[Object]:
    """Return what Kustomize makes of an overlay, with the tag that roll-out.sh writes."""
    said = overlay / "kustomization.yaml"
    tagged, times = re.subn(r'newTag: ".*"', f'newTag: "{TAG}"', said.read_text())
    assert times == 1
    said.write_text(tagged)
    command = [str(KUBECTL), "kustomize", str(overlay)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return list(yaml.safe_load_all(done.stdout))


def chart_of(project: Path) -> Path:
    [chart] = (project / "helm").iterdir()
    return chart


def values_of(chart: Path, environment: str) -> Object:
    values: Object = yaml.safe_load((chart / f"values-{environment}.yaml").read_text())
    return {**values, "image": {"tag": TAG}}


def charted(chart: Path, values: Mapping[str, Any], namespace: str) -> list[Object]:
    """Return what Helm makes of a chart."""
    with helm.Chart.load(str(chart)) as loaded:
        texts = loaded.render(dict(values), name=chart.name, namespace=namespace)
    found = [
        each for _, text in sorted(texts.items()) for each in yaml.safe_load_all(text)
    ]
    return [each for each in found if each is not None]


def comparable(objects: list[Object], namespace: str) -> dict[tuple[str, str], Object]:
    """Return objects by kind and name, without what only one of the two programs says.

    Helm's own annotations say when it applies an object, as labels do for roll-out.sh. Each
    hashes what is in the settings in its own way. Helm sets the namespace when it applies.
    """
    found = {}
    for each in copy.deepcopy(objects):
        metadata = each["metadata"]
        metadata.setdefault("namespace", namespace)
        metadata["annotations"] = {
            name: value
            for name, value in metadata.get("annotations", {}).items()
            if not name.startswith("helm.sh/")
        }
        unhashed = re.sub(r"(-config-)[0-9a-z]{10}\b", r"\1HASH", yaml.safe_dump(each))
        plain = yaml.safe_load(unhashed)
        key = plain["kind"], plain["metadata"]["name"]
        assert key not in found
        found[key] = plain
    return found


def test_a_chart_has_what_kustomize_lays_in_each_environment(project: Path) -> None:
    chart = chart_of(project)
    for overlay in overlays(project):
        ours = laid(overlay)
        [space] = [each for each in ours if each["kind"] == "Namespace"]
        namespace = space["metadata"]["name"]
        ours.remove(space)  # a release is put into a namespace that is there
        theirs = charted(chart, values_of(chart, overlay.name), namespace)
        left, right = comparable(ours, namespace), comparable(theirs, namespace)
        assert left.keys() == right.keys()
        for key, each in left.items():
            assert each == right[key], key


def test_helm_finds_nothing_to_say_of_a_chart(project: Path) -> None:
    chart = chart_of(project)
    for overlay in overlays(project):
        values = values_of(chart, overlay.name)
        said = helm.lint(str(chart), values, strict=True)
        assert said["errors"] == []
        assert {each["severity"] for each in said["messages"]} <= {0, 1}  # no icon


def _hooks(objects: list[Object]) -> Iterator[tuple[int, str]]:
    for each in objects:
        said = each["metadata"].get("annotations", {})
        if "helm.sh/hook" in said:
            assert said["helm.sh/hook"] == "pre-install,pre-upgrade"
            assert said["helm.sh/hook-delete-policy"] == "before-hook-creation"
            yield int(said["helm.sh/hook-weight"]), each["kind"]


def test_helm_migrates_before_all_else_and_has_what_the_job_needs(
    project: Path,
) -> None:
    chart = chart_of(project)
    overlay = overlays(project)[0]
    objects = charted(chart, values_of(chart, overlay.name), "lab-x")
    assert sorted(_hooks(objects)) == [
        (-1, "ConfigMap"),
        (-1, "ServiceAccount"),
        (0, "Job"),
    ]


def test_another_setting_is_another_name_of_the_settings(project: Path) -> None:
    chart = chart_of(project)
    values = values_of(chart, overlays(project)[0].name)
    names = []
    for level in ("INFO", "DEBUG"):
        changed = {**values, "config": {**values["config"], "LOG_LEVEL": level}}
        objects = charted(chart, changed, "lab-x")
        [settings] = [
            each["metadata"]["name"]
            for each in objects
            if each["kind"] == "ConfigMap" and "-config-" in each["metadata"]["name"]
        ]
        assert yaml.safe_dump(objects).count(settings) >= 4  # pods of each kind
        names.append(settings)
    assert names[0] != names[1]


def test_a_number_among_the_settings_is_a_text_there(project: Path) -> None:
    chart = chart_of(project)
    values = values_of(chart, overlays(project)[0].name)
    values["config"] = {**values["config"], "DATABASE_POOL_SIZE": 7}
    found = [
        each["data"]["DATABASE_POOL_SIZE"]
        for each in charted(chart, values, "lab-x")
        if each["kind"] == "ConfigMap" and "DATABASE_POOL_SIZE" in each["data"]
    ]
    assert found == ["7"]


def test_an_image_is_named_by_its_digest_where_one_is_said(project: Path) -> None:
    chart = chart_of(project)
    values = values_of(chart, overlays(project)[0].name)
    digest = f"sha256:{'0' * 64}"
    values["image"] = {"digest": digest}
    text = yaml.safe_dump(charted(chart, values, "lab-x"))
    images = {*re.findall(r"image: (\S+)", text)}
    assert len(images) == 1
    assert images.pop().endswith(f"@{digest}")
