"""Whatever a design is like, its manifests fit each other, and its chart is the same."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml
from drawn import CLUSTERS, designs, in_a_cluster
from drawn_settings import tried
from hypothesis import given, reject
from hypothesis import strategies as st
from test_charts import charted, comparable, laid, overlays, values_of

from bd_scaffold import pipeline

_CHARTED = [each for each in CLUSTERS if "helm" in str(each)]


def _written(text: str, folder: Path) -> None:
    try:
        design = pipeline.check(text.encode(), "design.yaml")
    except pipeline.MistakesError:
        reject()
    for path, content in pipeline.render(text.encode(), pipeline.build(design)).items():
        if path.startswith(
            ("deploy/", "src/", "openapi.yaml", "pyproject.toml", "tests/test_kube")
        ):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")


def _proves_itself(folder: Path) -> None:
    """Run the project's own test of its manifests."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--no-cov", "-p"),
            *("no:cacheprovider", "--noconftest", "tests/test_kubernetes.py"),
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@tried(12)
@given(text=designs(), cluster=st.sampled_from(_CHARTED))
def test_manifests_of_any_design_fit_each_other_and_its_chart(
    text: str, cluster: dict[str, object]
) -> None:
    said = yaml.safe_load(text) | in_a_cluster(cluster)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _written(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), folder)
        _proves_itself(folder)
        project = folder / "deploy"
        [chart] = (project / "helm").iterdir()
        for overlay in overlays(project):
            namespace = f"drawn-{overlay.name}"
            ours = [each for each in laid(overlay) if each["kind"] != "Namespace"]
            theirs = charted(chart, values_of(chart, overlay.name), namespace)
            assert comparable(ours, namespace) == comparable(theirs, namespace)


def test_a_chart_that_differs_from_the_base_is_told(tmp_path: Path) -> None:
    text = "name: drawn\nentities: {Note: {fields: {text: text}}}\n"
    said = yaml.safe_load(text) | in_a_cluster({"kubernetes": {"helm": True}})
    _written(yaml.safe_dump(said), tmp_path)
    _proves_itself(tmp_path)
    edited = tmp_path / "deploy/kubernetes/base/api.yaml"
    edited.write_text(
        edited.read_text().replace("periodSeconds: 5", "periodSeconds: 6")
    )
    with pytest.raises(AssertionError, match=r"test_the_chart_says_what.*\[api\]"):
        _proves_itself(tmp_path)
