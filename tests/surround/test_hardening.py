"""What a project gets around its code where somebody signs in, and nobody else does."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from bd_scaffold import pipeline
from bd_scaffold.tree import Tree

PLAIN = """\
name: lab
api: {cors: ["https://lab.example.com"]}
deployment: {ci: [github, gitlab]}
entities: {Note: {fields: {text: string(80)}}}
"""
SECURED = PLAIN.replace(
    "deployment",
    "security: {authentication: jwt, defaults: {read: public, write: authenticated}}\n"
    "deployment",
)
SCANS = ("bandit", "detect-secrets-hook", "pip-audit --strict")


def _tree(text: str) -> Tree:
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    return pipeline.render(text.encode(), model)


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        (".github/workflows/ci.yml", "vendor.github-workflows"),
        (".gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_ci_looks_for_secrets_dangerous_code_and_vulnerable_packages(
    tmp_path: Path, file: str, schema: str
) -> None:
    text = str(_tree(SECURED)[file])
    job = yaml.safe_load(text)
    assert all(each in str(job.get("jobs", job)["security"]) for each in SCANS)
    laid = tmp_path / "ci.yml"
    laid.write_text(text)
    run = subprocess.run(
        ["check-jsonschema", "--builtin-schema", schema, laid],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_hook_and_ci_look_for_secrets_by_one_baseline() -> None:
    tree = _tree(SECURED)
    hooks = yaml.safe_load(str(tree[".pre-commit-config.yaml"]))["repos"][0]["hooks"]
    assert hooks[-1]["entry"].endswith("--baseline .secrets.baseline")
    assert json.loads(str(tree[".secrets.baseline"]))["results"] == {}


def test_pages_may_send_what_is_listed_and_not_all() -> None:
    main = "src/lab/main.py"
    assert 'allow_headers=["*"]' in str(_tree(PLAIN)[main])
    assert '"*"' not in str(_tree(SECURED)[main])


def test_a_design_without_sign_in_has_nothing_of_it() -> None:
    tree = _tree(PLAIN)
    made = {"SECURITY.md", ".secrets.baseline"}
    assert made & set(tree) == set()
    for file in (".github/workflows/ci.yml", ".gitlab-ci.yml"):
        assert not any(each in str(tree[file]) for each in SCANS)
