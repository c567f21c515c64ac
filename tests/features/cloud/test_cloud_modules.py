"""Modules and roots are what OpenTofu and the provider take: in place of `tofu validate`.

The provider can't be had offline, and neither can a binary. What is held here is less: see
`provider/README.md`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from clouds import DESIGNS, FULL, files_of, written
from terraform import faults, unformatted

_SERVICE = "modules/service"


@pytest.mark.parametrize("name", DESIGNS)
def test_modules_have_what_they_refer_to_and_what_the_provider_takes(
    tmp_path: Path, name: str
) -> None:
    assert faults(written(DESIGNS[name], tmp_path)) == []


@pytest.mark.parametrize("name", DESIGNS)
def test_files_are_as_tofu_fmt_leaves_them(name: str) -> None:
    for path, text in files_of(DESIGNS[name]).items():
        if path.endswith(".tf"):
            assert unformatted(text) == [], path
            assert "\n\n\n" not in text, path
            assert text.endswith("}\n"), path
            assert not any(line != line.rstrip() for line in text.split("\n")), path


@pytest.mark.parametrize(
    ("file", "said", "instead", "fault"),
    [
        (f"{_SERVICE}/database.tf", "var.vpc_id", "var.vpc", "var.vpc is not declared"),
        (f"{_SERVICE}/redis.tf", "var.cache_node", '"x"', "var.cache_node is not used"),
        (
            f"{_SERVICE}/database.tf",
            "aws_db_subnet_group.database.name",
            "aws_db_subnet_group.databases.name",
            "aws_db_subnet_group.databases is not declared",
        ),
        (
            f"{_SERVICE}/database.tf",
            "database_address = aws_db_instance.database.address",
            "database_address = aws_db_instance.database.adress",
            "aws_db_instance.database has no adress",
        ),
        (f"{_SERVICE}/database.tf", "publicly_accessible ", "public ", "no public"),
        (f"{_SERVICE}/database.tf", "  vpc_id ", "  vpc ", "no vpc"),
        (
            f"{_SERVICE}/database.tf",
            "  instance_class        = var.database_instance\n",
            "",
            "instance_class is missing",
        ),
        (
            f"{_SERVICE}/database.tf",
            "password_wo         =",
            "password            =",
            "password is kept, and its value may not be",
        ),
        (
            f"{_SERVICE}/database.tf",
            'password_wo         = local.passwords["database"]',
            'password_wo         = "hunter2"',
            "password_wo is written down",
        ),
        (
            f"{_SERVICE}/broker.tf",
            "  encryption_options {",
            "  encryption_options = {",
            "encryption_options is a block",
        ),
        (
            f"{_SERVICE}/outputs.tf",
            "value       = aws_iam_policy.secrets.arn",
            "value       = local.database_url",
            "its value may not be kept",
        ),
        (
            "environments/staging/main.tf",
            "  vpc_id                    = var.vpc_id\n",
            "",
            "vpc_id is not given",
        ),
        ("environments/staging/main.tf", "  spare = ", "  spares = ", "no spares"),
        (
            "environments/staging/outputs.tf",
            "module.service.settings",
            "module.service.setting",
            "has no output setting",
        ),
        (
            "environments/staging/main.tf",
            "    use_lockfile = true\n",
            "",
            "the state has no lock",
        ),
        (
            f"{_SERVICE}/files.tf",
            "${local.files_prefix}/*",
            "${local.prefix}/*",
            "local.prefix is not declared",
        ),
        (
            f"{_SERVICE}/versions.tf",
            "    random = {",
            "    randoms = {",
            "its provider is not required",
        ),
    ],
)
def test_a_mistake_in_a_module_is_seen(
    tmp_path: Path, file: str, said: str, instead: str, fault: str
) -> None:
    path = written(FULL, tmp_path) / file
    text = path.read_text("utf-8")
    assert said in text
    path.write_text(text.replace(said, instead), encoding="utf-8")
    assert any(fault in each for each in faults(tmp_path))


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("identifier = var.name", "identifier  = var.name"),
        ("  db_name    =", "  db_name =\t"),
        ("  parameter {\n    name", "  parameter {\n   name"),
        (
            'log_min_duration_statement"\n    value',
            'log_min_duration_statement"\n    val',
        ),
    ],
)
def test_a_line_that_is_written_otherwise_is_seen(said: str, instead: str) -> None:
    text = files_of(FULL)["deploy/aws/modules/service/database.tf"]
    assert said in text
    assert unformatted(text.replace(said, instead))


@pytest.mark.thorough
@pytest.mark.parametrize("broker", ["database", "redis", "rabbitmq", "kafka"])
@pytest.mark.parametrize("files", [False, True])
@pytest.mark.parametrize("kubernetes", [False, True])
@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("secured", [False, True])
def test_whatever_a_design_needs_its_modules_are_whole(
    tmp_path: Path,
    broker: str,
    *,
    files: bool,
    kubernetes: bool,
    cached: bool,
    secured: bool,
) -> None:
    said = [
        "name: lab",
        f"deployment: {{cloud: aws, kubernetes: {str(kubernetes).lower()}}}",
        f"messaging: {{broker: {broker}}}",
        f"cache: {{store: {'redis' if cached else 'memory'}}}",
        "events: {NoteMade: {from: Note.create}}",
        "jobs: {index: {on: NoteMade}}",
        *(["files: {store: s3}"] if files else []),
        *(["security: {authentication: jwt}"] if secured else []),
        "entities:",
        "  Note:",
        "    fields:",
        "      text: string(80)",
        *(['      scan: "file(image/*, 5MB)?"'] if files else []),
        *(["    cache: 60s"] if cached else []),
    ]
    design = "\n".join(said) + "\n"
    assert faults(written(design, tmp_path)) == []
    for path, text in files_of(design).items():
        if path.endswith(".tf"):
            assert unformatted(text) == [], path
            assert "\n\n\n" not in text, path
