"""What a design asks of a cloud: what there is, how much, and what it is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from clouds import (
    CLUSTERED,
    DESIGNS,
    FILES,
    FULL,
    LONG,
    PLAIN,
    REDIS,
    built,
    files_of,
    written,
)
from hypothesis import given
from hypothesis import strategies as st
from terraform import Configuration

from bd_scaffold import pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model import cloud as model_of

_FORMS = {
    "aws_db_instance.identifier": r"(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]",
    "aws_db_instance.final_snapshot_identifier": r"(?!.*--)[a-z][a-z0-9-]{0,253}[a-z0-9]",
    "aws_db_parameter_group.name": r"(?!.*--)[a-z][a-z0-9-]{0,253}[a-z0-9]",
    "aws_db_subnet_group.name": "[a-z0-9-]{1,255}",
    "aws_elasticache_replication_group.replication_group_id": (
        r"(?!.*--)[a-z][a-z0-9-]{0,38}[a-z0-9]"
    ),
    "aws_elasticache_subnet_group.name": "[a-z0-9-]{1,255}",
    "aws_iam_policy.name": r"[\w+=,.@-]{1,128}",
    "aws_iam_role.name": r"[\w+=,.@-]{1,64}",
    "aws_kms_alias.name": "alias/[a-z0-9/_-]{1,250}",
    "aws_mq_broker.broker_name": "[A-Za-z0-9_-]{1,50}",
    "aws_s3_bucket.bucket": "[a-z0-9][a-z0-9-]{1,61}[a-z0-9]",
    "aws_secretsmanager_secret.name": "[A-Za-z0-9/_+=.@-]{1,512}",
    "aws_security_group.name": "(?!sg-)[A-Za-z0-9 _-]{1,255}",
}
"""What AWS takes as the name of each thing that has one."""


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = built(PLAIN.replace("deployment: {cloud: aws}\n", ""))
    assert model.cloud is None
    assert model.cloud_environments == ()


def test_a_design_has_what_it_needs_and_nothing_else() -> None:
    plain = built(PLAIN).cloud
    assert plain is not None
    assert not any((plain.redis, plain.rabbitmq, plain.bucket, plain.cluster))
    redis = built(REDIS).cloud
    assert redis is not None
    assert redis.redis
    full = built(FULL).cloud
    assert full is not None
    assert (full.redis, full.rabbitmq, full.bucket, full.cluster) == (True,) * 4


def test_each_secret_comes_from_one_place() -> None:
    model = built(FULL)
    assert model.cloud is not None
    assert model.kubernetes is not None
    made = [each.name for each in model.cloud.connections]
    yours = [each.name for each in model.cloud.secrets]
    keys = {"S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"}  # a role has their place
    asked = [each.name for each in model.kubernetes.secrets]
    assert sorted([*made, *yours, *keys]) == sorted(asked)


def test_sizes_follow_from_what_the_design_says() -> None:
    staging, production = built(FULL).cloud_environments
    # 2,000/s × 1.07 ms × 1.2 = 2.57 cores, 60 % in use: 4.28.
    assert production.instance == "db.m7g.2xlarge"
    assert production.cache == "cache.m7g.large"
    assert staging.instance == "db.t4g.small"
    # 100 million rows × 300 bytes × 3 = 84 GiB.
    assert (production.storage, production.storage_most) == (90, 450)
    assert (production.backup_days, production.spare) == (30, True)
    [only] = built(PLAIN).cloud_environments
    assert (only.name, only.storage, only.backup_days) == ("production", 20, 7)
    assert not only.spare


@given(
    st.from_regex("[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    st.from_regex("[a-z]([-a-z0-9]{0,28}[a-z0-9])?", fullmatch=True),
)
def test_names_are_short_and_plain(name: str, environment: str) -> None:
    called = model_of.called(name, environment)
    assert re.fullmatch(r"(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]", called)


def test_what_is_cut_is_still_different() -> None:
    names = [
        ("a-shop", "one--two"),
        ("a-shop", "one-two"),
        ("a-shop", f"one-{'x' * 26}"),
        ("a-shop", f"one-{'x' * 25}y"),
    ]
    assert len({model_of.called(*each) for each in names}) == len(names)


@pytest.mark.parametrize("name", DESIGNS)
def test_what_has_a_name_has_one_that_aws_takes(tmp_path: Path, name: str) -> None:
    folder = written(DESIGNS[name], tmp_path)
    said = Configuration(folder / "modules/service")
    for each in built(DESIGNS[name]).cloud_environments:
        for kind, type_, _, body in said.typed():
            for argument, form in _FORMS.items():
                resource, _, word = argument.partition(".")
                if kind == "resource" and type_ == resource:
                    value = body[word].strip('"').replace("${var.name}", each.prefix)
                    value = value.replace("var.name", each.prefix).strip("${}")
                    value = re.sub(r"\$?{?data.[^}]*account_id}?", "1" * 12, value)
                    assert re.fullmatch(form, value), (argument, value)


def test_pods_and_their_role_are_called_the_same(tmp_path: Path) -> None:
    model = built(FULL)
    folder = written(FULL, tmp_path)
    for each, overlay in zip(model.cloud_environments, model.environments, strict=True):
        said = (folder / f"environments/{each.name}/main.tf").read_text("utf-8")
        assert f'namespace       = "{overlay.namespace}"' in said
        account = re.search('service_account = "(.*)"', said)
        assert account is not None
        job = files_of(FULL)["deploy/kubernetes/base/migrate.yaml"]
        assert f"kind: ServiceAccount\nmetadata:\n  name: {account[1]}\n" in job


def test_pods_reach_the_agent_of_their_role_alone_where_there_is_one() -> None:
    base = "deploy/kubernetes/base/network.yaml"
    assert "cidr: 169.254.170.23/32" in files_of(FULL)[base]
    assert "ipBlock" not in files_of(CLUSTERED)[base]


def test_without_files_the_service_has_no_rights() -> None:
    assert not any("files.tf" in path for path in files_of(CLUSTERED))
    assert any("files.tf" in path for path in files_of(FILES))


def test_what_has_data_is_not_destroyed_by_a_plan(tmp_path: Path) -> None:
    folder = written(FULL, tmp_path)
    kept = {
        type_
        for part in ("modules/service", "registry")
        for _, type_, _, body in Configuration(folder / part).typed()
        for each in body.get("lifecycle", [])
        if each.get("prevent_destroy")
    }
    assert kept == {
        *("aws_db_instance", "aws_ecr_repository", "aws_kms_key", "aws_mq_broker"),
        "aws_s3_bucket",
    }


@pytest.mark.parametrize("broker", ["nats", "kafka"])
def test_a_broker_of_your_own_is_noted(broker: str) -> None:
    text = REDIS.replace("broker: redis", f"broker: {broker}")
    told = [
        str(each)
        for each in pipeline.noted(text.encode(), "design.yaml")
        if "BD1044" in str(each)
    ]
    assert len(told) == 1
    assert "deployment.cloud: " in told[0]
    cloud = built(text).cloud
    assert cloud is not None
    assert "BROKER_URL" in {each.name for each in cloud.secrets}


def test_environments_are_for_a_cloud_as_well() -> None:
    text = PLAIN.replace("{cloud: aws}", "{cloud: aws, environments: {staging: {}}}")
    told = [str(each) for each in pipeline.noted(text.encode(), "design.yaml")]
    assert not any("BD1031" in each for each in told)


def test_another_name_of_an_environment_is_no_longer_than_others() -> None:
    assert all(len(each.prefix) <= 32 for each in built(LONG).cloud_environments)


def test_what_changes_in_a_cloud_is_told() -> None:
    def told(old: str, new: str) -> list[str]:
        changes = compare(built(old), built(new))
        return [str(e) for e in changes if "deployment" in str(e)]

    memory = REDIS.replace("messaging: {broker: redis}\n", "")
    assert told(memory, REDIS) == ["deployment.cloud: redis added"]
    files = FILES.replace("environments: {production: {}}", "kubernetes: true")
    assert told(FILES, files) == [
        "deployment: kubernetes added",
        "deployment.cloud: role of the pods added",
    ]
    staging = FULL.replace("staging: {throughput: 10/s", "staging: {throughput: 900/s")
    assert [e for e in told(FULL, staging) if "cloud" in e] == [
        "deployment.cloud.staging: database changed from db.t4g.small to db.m7g.large",
        "deployment.cloud.staging: nodes of Redis changed from cache.t4g.small to cache.m7g.large",
    ]
    careless = FULL.replace("    availability: 99.9%\n    recovery: {rpo: 5m}\n", "")
    assert {
        "deployment.cloud.production: days of backups changed from 30 to 7",
        "deployment.cloud.production: spare removed",
    } <= {*told(FULL, careless)}
