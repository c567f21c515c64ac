"""What a team writes into `deploy/aws` stays when its design becomes another."""

from __future__ import annotations

from memory import File, created, updated

ONE = """\
name: lab
deployment: {cloud: aws, environments: {production: {}}}
cache: {store: redis}
entities:
  Note: {fields: {text: string(80)}, cache: 60s}
"""
TWO = ONE.replace("{production: {}}", "{production: {}, staging: {}}")
NONE = ONE.replace("deployment: {cloud: aws, environments: {production: {}}}\n", "")
FASTER = TWO.replace(
    "name: lab\n", "name: lab\nrequirements: {quality: {throughput: 900/s}}\n"
)
_ROOT = "deploy/aws/environments/production"
_MODULE = "deploy/aws/modules/service/database.tf"


def _edited() -> dict[str, File]:
    tree = dict(created(ONE))
    for path, said, instead in (
        (f"{_ROOT}/main.tf", b"  backup_days = 7\n", b"  backup_days = 35\n"),
        (
            _MODULE,
            b'  maintenance_window      = "sun',
            b'  maintenance_window      = "sat',
        ),
    ):
        content = tree[path].content
        assert said in content
        tree[path] = File(content.replace(said, instead))
    tree[f"{_ROOT}/terraform.tfvars"] = File(b'region = "eu-central-1"\n')
    return tree


def test_an_environment_comes_and_edits_stay() -> None:
    after = updated(_edited(), TWO, ONE)
    assert after.conflicts == set()
    assert "deploy/aws/environments/staging/main.tf" in after.tree
    assert b"backup_days = 35" in after.tree[f"{_ROOT}/main.tf"].content
    assert b'"sat:03:30' in after.tree[_MODULE].content
    assert f"{_ROOT}/terraform.tfvars" in after.tree


def test_other_sizes_come_beside_edits() -> None:
    after = updated(_edited(), FASTER, ONE)
    assert after.conflicts == set()
    said = after.tree[f"{_ROOT}/main.tf"].content
    assert b'database_instance = "db.m7g.large"' in said
    assert b"backup_days = 35" in said


def test_without_a_cloud_what_was_edited_stays() -> None:
    after = updated(_edited(), NONE, ONE)
    left = {path for path in after.tree if path.startswith("deploy/aws/")}
    assert left == {f"{_ROOT}/main.tf", f"{_ROOT}/terraform.tfvars", _MODULE}


def test_another_store_of_answers_brings_redis_and_takes_it() -> None:
    memory = ONE.replace("cache: {store: redis}\n", "")
    service = "deploy/aws/modules/service"
    brought = updated(created(memory), ONE, memory)
    assert brought.conflicts == set()
    assert f"{service}/redis.tf" in brought.tree
    gone = updated(created(ONE), memory, ONE)
    assert gone.conflicts == set()
    assert f"{service}/redis.tf" not in gone.tree
    assert b"redis" not in gone.tree[f"{service}/secrets.tf"].content
