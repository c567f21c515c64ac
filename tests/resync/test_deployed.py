"""A project that is deployed and watched, with a team's own lines in all that comes of the words.

Each word is switched off and on, and what they follow from changes. Nothing of the team's is
lost; what both change is a conflict, and the table says where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import forked
import pytest
from capability import Edit
from changes import Step, edited
from lost import lost
from memory import File, Tree, created, updated
from repository import commit, create, lay, run, tree
from tools import offer_tools

from bd_scaffold import compiling

_KUBERNETES = """\
  kubernetes: {image: registry.example.com/shop, gateway: edge/public, service_monitor: true}
  environments:
    staging: {host: staging.shop.example.com, throughput: 10/s, replicas: 1}
    production: {host: shop.example.com}
"""
DESIGN = f"""\
name: shop
requirements:
  quality: {{throughput: 300/s, availability: 99.9%, latency: {{p95: 150ms, p99: 400ms}}}}
deployment:
{_KUBERNETES}\
  monitoring: true
  doctor: true
  image: hardened
  proxies: [nginx, caddy]
entities:
  Product: {{fields: {{sku: string(40) unique, name: string(200) filter}}, traits: [versioned]}}
  Order: {{fields: {{number: string(20) unique, product: Product}}}}
"""
_OVERLAYS = "deploy/kubernetes/overlays"
_BASE = "deploy/kubernetes/base"
_OWN = "# of the team\n"

CHANGES: dict[str, tuple[Edit, ...]] = {
    "kubernetes off": ((_KUBERNETES, ""),),
    "monitoring off": (("  monitoring: true\n", ""),),
    "doctor off": (("  doctor: true\n", ""),),
    "hardened image off": (("  image: hardened\n", ""),),
    "proxies off": (("  proxies: [nginx, caddy]\n", ""),),
    "Caddy off": (("[nginx, caddy]", "nginx"),),
    "an environment removed": (
        (
            "    staging: {host: staging.shop.example.com, throughput: 10/s, replicas: 1}\n",
            "",
        ),
    ),
    "one environment for another": (("    staging:", "    tests:"),),
    "throughput": (("throughput: 300/s", "throughput: 3k/s"),),
    "a goal": (("p95: 150ms", "p95: 200ms"),),
    "a host": (("{host: shop.example.com}", "{host: shop.example.org}"),),
    "gateway off": ((", gateway: edge/public", ""),),
    "an image's name": (("example.com/shop,", "example.org/shop,"),),
    "cache on": (
        ("deployment:", "cache: {store: redis}\ndeployment:"),
        ("[versioned]}", "[versioned], cache: 60s}"),
    ),
    "jobs on": (("deployment:", 'jobs: {tidy: {every: "0 3 * * *"}}\ndeployment:'),),
    "broker on": (
        ("deployment:", "messaging: {broker: rabbitmq}\ndeployment:"),
        ("entities:", "events: {OrderMade: {from: Order.create}}\nentities:"),
    ),
    "other systems on": (
        (
            "deployment:",
            "resilience: {billing: {timeout: 1s}}\ntelemetry: true\ndeployment:",
        ),
    ),
    "an entity's name": (("  Order: {", "  Purchase: {was: Order, "),),
    "the project's name": (("name: shop\n", "name: store\n"),),
}
"""What is said, and what is said instead: a step there, and one back."""

_PANELS = "monitoring/dashboard.json"  # one's own stands where a row comes or goes
_ROWS = "docs/configuration.md"  # where one goes beside one's own
CONFLICTS: dict[str, set[str]] = {
    "hardened image off": {"Dockerfile"},
    "hardened image off, back": {"Dockerfile"},
    "proxies off": {_ROWS},
    "throughput": {f"{_OVERLAYS}/production/capacity.yaml"},
    "throughput, back": {f"{_OVERLAYS}/production/capacity.yaml"},
    "cache on": {_PANELS},
    "cache on, back": {_PANELS, _ROWS},
    "jobs on": {_PANELS},
    "jobs on, back": {_PANELS},
    "broker on": {_PANELS, "compose.yaml"},
    "broker on, back": {_PANELS, _ROWS, "compose.yaml"},
    "other systems on": {_PANELS},
    "other systems on, back": {_PANELS, _ROWS},
}
"""Files in which a team's line touches one that changes."""


class _Desk:
    """A tree that somebody works in."""

    def __init__(self, tree: Tree) -> None:
        self.tree = dict(tree)

    def sub(self, path: str, old: str, new: str) -> None:
        """Write something into a file, where there is one."""
        if path in self.tree:
            text = self.tree[path].content.decode()
            assert old in text, (path, old)
            content = text.replace(old, new, 1).encode()
            self.tree[path] = self.tree[path]._replace(content=content)

    def behind(self, path: str, text: str = _OWN) -> None:
        """Write something behind all that is in a file."""
        if path in self.tree:
            content = self.tree[path].content + text.encode()
            self.tree[path] = self.tree[path]._replace(content=content)


def _in_the_cluster(desk: _Desk, overlays: list[str]) -> None:
    for folder in overlays:
        said = f"{folder}/kustomization.yaml"
        if said not in desk.tree:
            continue
        desk.sub(said, "  - ../../base\n", "  - ../../base\n  - bucket.yaml\n")
        desk.sub(
            said,
            "  - path: capacity.yaml\n",
            "  - path: capacity.yaml\n  - path: own.yaml\n",
        )
        desk.sub(
            said, "LOG_LEVEL=INFO\n", "LOG_LEVEL=DEBUG\n      - SERVE_DOCS=false\n"
        )
        for name in ("bucket", "own"):
            desk.tree[f"{folder}/{name}.yaml"] = File(_OWN.encode())
        for name in ("capacity", "namespace", "route"):
            desk.behind(f"{folder}/{name}.yaml")
    desk.behind(f"{_BASE}/api.yaml", "---\nkind: ConfigMap\nmetadata: {name: own}\n")
    desk.behind(f"{_BASE}/kustomization.yaml", "      - CORS_ORIGINS=[]\n")
    desk.behind(f"{_BASE}/migrate.yaml")
    desk.behind(f"{_BASE}/service-monitor.yaml")
    desk.behind("deploy/kubernetes/roll-out.sh")


def _watched(desk: _Desk) -> None:
    desk.behind(
        "monitoring/rules.yaml",
        "  - name: own\n    rules:\n      - alert: TooManyOrders\n        expr: up > 99\n",
    )
    desk.behind("monitoring/rules_test.yaml", "  - name: TooManyOrders fires\n")
    desk.sub(
        "monitoring/dashboard.json",
        "    }\n  ]\n}\n",
        '    },\n    {\n      "id": 900,\n      "title": "Own"\n    }\n  ]\n}\n',
    )
    desk.sub(
        "monitoring/prometheus.yml",
        "scrape_configs:\n",
        "scrape_configs:\n  - job_name: own\n",
    )
    desk.sub(
        "docs/runbooks.md",
        "## Log fields",
        "## TooManyOrders\n\nSomebody has counted.\n\n## Log fields",
    )
    desk.sub("docs/runbooks.md", "## PoolFull\n", "## PoolFull\n\nAsk Ann first.\n")


def _looked_after(desk: _Desk) -> None:
    for name in ("shop", "store"):
        path = f"src/{name}/doctor.py"
        desk.sub(
            path, "behind this line.\n", 'behind this line.\n    "printer": check,\n'
        )
        desk.sub(path, "_PROGRAM =", "def check(settings):\n    yield\n\n\n_PROGRAM =")
        desk.behind(f"src/{name}/core/measuring.py")
    desk.sub(
        "docs/configuration.md",
        "| `REQUIRE_IF_MATCH`",
        "| `OWN` |  | Of the team. |\n| `REQUIRE_IF_MATCH`",
    )
    desk.sub("proxy/nginx.conf", "server {\n", "server {\n    server_tokens off;\n")
    for path in ("proxy/Caddyfile", "Dockerfile", "compose.yaml"):
        desk.behind(path)
    desk.sub("Dockerfile", "FROM ", f"{_OWN}FROM ")


def _worked_on(tree: Tree) -> Tree:
    """Return a project with lines of a team in each file that comes of the words."""
    desk = _Desk(tree)
    _in_the_cluster(
        desk, [f"{_OVERLAYS}/{name}" for name in ("staging", "tests", "production")]
    )
    _watched(desk)
    _looked_after(desk)
    return desk.tree


def _steps() -> Iterator[Step]:
    for name, edits in CHANGES.items():
        other = edited(edits, DESIGN)
        yield Step(name, DESIGN, other)
        yield Step(f"{name}, back", other, DESIGN)


STEPS = list(_steps())


@pytest.mark.parametrize("step", STEPS, ids=[each.name for each in STEPS])
def test_no_line_of_a_team_is_lost(step: Step) -> None:
    project = _worked_on(created(step.old))
    after = updated(project, step.new, step.old)
    assert lost(project, created(step.old), after) == []
    assert after.conflicts == CONFLICTS.get(step.name, set())


def test_what_a_capability_needs_comes_beside_the_edits() -> None:
    step = next(each for each in STEPS if each.name == "cache on")
    after = updated(_worked_on(created(step.old)), step.new, step.old)
    api = after.tree[f"{_BASE}/api.yaml"].content.decode()
    assert "- name: CACHE_URL\n" in api
    assert "metadata: {name: own}\n" in api
    rules = after.tree["monitoring/rules.yaml"].content.decode()
    assert rules.index("alert: CachePassedBy") < rules.index("alert: TooManyOrders")


def test_an_overlay_that_is_moved_before_the_update_keeps_its_edits() -> None:
    old, new = DESIGN, DESIGN.replace("    staging:", "    tests:")
    moved = {
        path.replace("/staging/", "/tests/"): file
        for path, file in _worked_on(created(old)).items()
    }
    after = updated(moved, new, old)
    said = f"{_OVERLAYS}/tests"
    assert after.conflicts <= {
        f"{said}/{name}.yaml"
        for name in (
            *("kustomization", "namespace", "capacity", "route"),
            *("dashboard", "rules"),
        )
    }
    assert after.conflicts >= {f"{said}/kustomization.yaml", f"{said}/namespace.yaml"}
    merged = after.tree[f"{said}/kustomization.yaml"].content.decode()
    for line in ("namespace: shop-tests", "  - path: own.yaml", "  - bucket.yaml"):
        assert f"{line}\n" in merged
    assert not any("/staging/" in path for path in after.tree)


def _in_a_repository(folder: Path) -> Tree:
    create(folder, DESIGN)
    fresh = created(DESIGN)
    project = _worked_on(fresh)
    lay(folder, fresh, project)
    commit(folder)
    return project


def _by_update(folder: Path) -> None:
    assert run(folder).conflicts == ()


def _by_copier(folder: Path) -> None:
    compiling.compile_design(folder, ("*",))
    commit(folder, "design")
    ended = forked.run(("copier", "update", "--quiet", "--defaults"), folder)
    assert ended.code == 0, ended.said


@pytest.mark.parametrize("update", [_by_update, _by_copier])
def test_an_environment_and_a_goal_change_in_a_repository(
    update: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_tools(tmp_path, monkeypatch)
    folder = tmp_path / "shop"
    create(folder, DESIGN)
    fresh = created(DESIGN)
    lay(folder, fresh, _worked_on(fresh))
    commit(folder)
    new = DESIGN.replace("p95: 150ms", "p95: 200ms").replace(
        "    production:",
        "    canary: {host: canary.shop.example.com}\n    production:",
    )
    (folder / "design.yaml").write_text(new)
    update(folder)
    wanted = _worked_on(created(new, DESIGN))
    made = tree(folder)
    for path, file in wanted.items():
        if path.startswith(("deploy/", "monitoring/", "docs/", "proxy/", "src/")):
            assert made[path].content == file.content, path
