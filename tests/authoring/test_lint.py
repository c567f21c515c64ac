"""Each rule of `blueprint lint` is broken once, and says where, why and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from acme import FILES, change, lay
from typer.testing import CliRunner

from bd_scaffold import cli
from bd_scaffold.authoring.findings import RULES, page
from bd_scaffold.authoring.lint import lint
from bd_scaffold.sources import resources

AUDIT = "acme/outputs/__slice__/audit.py.jinja"
OWNERS = "acme/outputs/docs/owners.md.jinja"
DOCKER = "acme/outputs/Dockerfile.jinja"
MANIFEST = "acme/manifest.jinja"
LAST = "AUDITED"
LOOP = "{% for area in model.areas %}\n"


class Fault(NamedTuple):
    path: str
    old: str  # what stands there
    new: str  # what stands there instead
    said: str


FAULTS = [
    Fault(
        "blueprint.yaml",
        "name: acme\n",
        "name: Acme!\n",
        "blueprint.yaml:1 BL101 error: name has to be a name such as acme",
    ),
    Fault(
        "layers.jinja",
        '"fastapi", "acme"',
        '"acme", "fastapi"',
        "layers.jinja:1 BL102 error: it does not list the layers of blueprint.yaml. "
        'Write {% set layers = ["fastapi", "acme"] %}.',
    ),
    Fault(
        MANIFEST,
        "outputs = [",
        "rows = [",
        f"{MANIFEST}:1 BL103 error: it does not set outputs.",
    ),
    Fault(
        "fastapi/outputs/Dockerfile.jinja",
        "",
        "# mine\n",
        "fastapi/outputs/Dockerfile.jinja:1 BL104 error: somebody changed this vendored "
        "file. Take it back with git; `bd-scaffold blueprint override` puts a file of "
        "yours in its place.",
    ),
    Fault(
        "copier.yml",
        "",
        "_tasks:\n  - echo hello\n",
        "copier.yml:1 BL105 warning: _tasks needs --trust from whoever makes or updates "
        "a project. Do it in a template, or in the project's CI.",
    ),
    Fault(
        "acme/words.yaml",
        "",
        "- no\n",
        "acme/words.yaml:1 BL106 error: BD131 A file of words is a mapping. "
        "It can have project, area, entity, field.",
    ),
    Fault(
        "acme/history.yaml",
        "v1.1.0",
        "next",
        "acme/history.yaml:1 BL107 error: next is not a version. Write it as v0.2.0.",
    ),
    Fault(
        "acme/questions.yml",
        "  default: platform\n",
        "",
        "acme/questions.yml:1 BL108 error: team: it has no default, so nothing can be "
        "made without asking. Give it a default.",
    ),
    Fault(
        "acme/questions.yml",
        "type: str",
        "type: text",
        "acme/questions.yml:1 BL108 error: team: 'text' is not a type of Copier's "
        "questions. Known are bool, float, int, json, path, str, yaml.",
    ),
    Fault(
        "acme/a:b.md",
        "",
        "text\n",
        "acme/a:b.md:1 BL109 error: Windows can't check this path out. Give it another name.",
    ),
    Fault(
        "acme/Con.md",
        "",
        "text\n",
        "acme/Con.md:1 BL109 error: Windows can't check this path out. Give it another name.",
    ),
    Fault(
        AUDIT,
        "{% endfor %}",
        "{% endfro %}",
        f"{AUDIT}:8 BL201 error: the template can't be read: Encountered unknown tag "
        "'endfro'. Jinja was looking for the following tags: 'endfor' or 'else'. The "
        "innermost block that needs to be closed is 'for'.",
    ),
    Fault(
        MANIFEST,
        "__slice__/audit.py",
        "__slice__/audits.py",
        f"{MANIFEST}:3 BL202 error: __slice__/audits.py has no template "
        'acme/outputs/__slice__/audits.py.jinja. Did you mean "__slice__/audit.py"?',
    ),
    Fault(
        "acme/outputs/LICENSE.jinja",
        "",
        "MIT\n",
        "acme/outputs/LICENSE.jinja:1 BL203 error: no row and no template names LICENSE. "
        "Add its row to acme/manifest.jinja, or delete it.",
    ),
    Fault(
        MANIFEST,
        "] %}",
        '  ["docs/owners.md", "project"],\n] %}',
        f"{MANIFEST}:4 BL204 error: docs/owners.md and docs/owners.md would be one file. "
        "Leave one row.",
    ),
    Fault(
        MANIFEST,
        '"docs/owners.md"',
        '"../owners.md"',
        f"{MANIFEST}:4 BL205 error: ../owners.md is not a path inside the project. "
        "Give it another one.",
    ),
    Fault(
        MANIFEST,
        ".gitlab-ci.yml",
        ".gitlab.yml",
        f"{MANIFEST}:6 BL206 error: .gitlab.yml is dropped, and no layer below makes it. "
        'Did you mean ".gitlab-ci.yml"?',
    ),
    Fault(
        DOCKER,
        "block image",
        "block imgae",
        f"{DOCKER}:3 BL208 error: fastapi/outputs/Dockerfile.jinja has no block imgae, so "
        'this one is never shown. Did you mean "image"?',
    ),
    Fault(
        MANIFEST,
        "features.soft_delete",
        "feature.soft_delete",
        f'{MANIFEST}:3 BL209 error: __slice__/audit.py: Entity has no "feature". '
        'Did you mean "features"?',
    ),
    Fault(
        MANIFEST,
        '"entities"',
        '"entity"',
        f"{MANIFEST}:3 BL209 error: __slice__/audit.py: there is nothing called entity. "
        'Did you mean "entities"?',
    ),
    Fault(
        AUDIT,
        "{# entity: one of model.entities #}\n",
        "",
        f"{AUDIT}:1 BL301 warning: nothing says what the template receives. Begin with "
        "{# model: the whole design, resolved #} or the like.",
    ),
    Fault(
        AUDIT,
        LAST,
        "{% if entity.x %}\n1\n{% endif %}\n" * 6 + LAST,
        f"{AUDIT}:5 BL302 warning: it has 14 control tags in 27 lines. Let the model "
        "decide, or make two outputs of it.",
    ),
    Fault(
        OWNERS,
        "{{ area.name }}\n",
        "{% if area.was %}\n{% if area.name %}\n{{ area.name }}\n{% endif %}\n{% endif %}\n",
        f"{OWNERS}:6 BL303 warning: this if is the third inside of each other. Let the "
        "model decide, or make two outputs of it.",
    ),
    Fault(
        OWNERS,
        LOOP,
        LOOP.rstrip() + " text\n",
        f"{OWNERS}:3 BL304 warning: for shares its line. Give it one of its own.",
    ),
    Fault(
        OWNERS,
        LOOP,
        LOOP.replace("{%", "{%-"),
        f"{OWNERS}:3 BL305 warning: a `-` trims white space. Leave it out: trim_blocks "
        "takes the line of a tag away.",
    ),
    Fault(
        OWNERS,
        LOOP,
        LOOP.replace(" %}", ' if area.name != "sales" %}'),
        f"{OWNERS}:3 BL306 warning: it compares. Ask the model for a flag, or for a list "
        "that is ready.",
    ),
    Fault(
        OWNERS,
        "{{ area.name }}",
        "{{ area.name }}s",
        f"{OWNERS}:5 BL307 warning: it makes a plural by hand. The model has "
        "label_plural and plural.",
    ),
    Fault(
        OWNERS,
        LOOP,
        LOOP + "{% set _ = names.append(area.name) %}\n{% set names = [] %}\n",
        f"{OWNERS}:4 BL308 warning: it collects with append(). Ask the model for a list "
        "that is ready.",
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "entty.label_plural",
        f'{AUDIT}:3 BL401 error: there is no "entty". Did you mean "entity"?',
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "_copier_conf.dst_path",
        f'{AUDIT}:3 BL401 error: there is no "_copier_conf". Copier would give it, but '
        "bd-scaffold does not; read model.",
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "entity.label_plural | slugify",
        f"{AUDIT}:3 BL402 error: there is no filter slugify.",
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "entity.labell",
        f'{AUDIT}:3 BL403 error: Entity has no "labell". Did you mean "label"?',
    ),
    Fault(
        AUDIT,
        "property.name",
        'property["nmae"]',
        f'{AUDIT}:7 BL403 error: Property has no "nmae". Did you mean "name"?',
    ),
    Fault(
        AUDIT,
        "property.name",
        "entity.properties.name",
        f'{AUDIT}:7 BL403 error: a list of Property has no "name". '
        "docs/model.md lists what there is.",
    ),
    Fault(
        AUDIT,
        "property.name",
        "model.tables[entity.table].colums",
        f'{AUDIT}:7 BL403 error: Table has no "colums". Did you mean "columns"?',
    ),
    Fault(
        AUDIT,
        "property.name",
        'entity.key | map(attribute="colour") | join',
        f'{AUDIT}:7 BL403 error: KeyPart has no "colour". docs/model.md lists what there is.',
    ),
    Fault(
        AUDIT,
        "property.name",
        "property.schema.pattern",
        f'{AUDIT}:7 BL404 warning: "pattern" is not there where it has its default. Ask '
        "first: {% if ….pattern is defined %}, or ….pattern | default(…).",
    ),
    Fault(
        AUDIT,
        "entity.label_plural",
        "entity.description",
        f"{AUDIT}:3 BL405 error: a free text of the design stands raw in code. Write it "
        "as {{ … | to_json(ensure_ascii=False) }}.",
    ),
    Fault(
        AUDIT,
        '"{{ property.name }}"',
        '{% set said = "x" ~ (entity.description or "y") | replace("a", "b") %}{{ said }}',
        f"{AUDIT}:7 BL405 error: a free text of the design stands raw in code. Write it "
        "as {{ … | to_json(ensure_ascii=False) }}.",
    ),
    Fault(
        AUDIT,
        "acme/outputs/_team.jinja",
        "acme/outputs/_tam.jinja",
        f"{AUDIT}:2 BL406 error: there is no template acme/outputs/_tam.jinja. "
        'Did you mean "acme/outputs/_team.jinja"?',
    ),
]


LOUD = "acme/parts/loud/manifest.jinja"
RUNNING = "acme/slots/README.md/running.jinja"
OVERLAY = """\
{# model: the whole design, resolved #}
{% extends "fastapi/outputs/src/__package__/core/logging.py.jinja" %}
"""
PARTS = {
    MANIFEST: (
        FILES[MANIFEST]
        + '{% set fills = [["README.md", "running"]] %}\n'
        + '{% set parts = ["loud"] if model.areas else [] %}\n'
    ),
    RUNNING: "Ask the platform team.\n",
    LOUD: """\
{% set outputs = [["docs/loud.md", "project"]] %}
{% set slots = {"docs/loud.md": ["more"]} %}
{% set fills = [["README.md", "sections"], ["docs/loud.md", "more", 5]] %}
{% set replaces = [] %}
""",
    "acme/parts/loud/outputs/docs/loud.md.jinja": """\
{# model: the whole design, resolved #}
# Loud
{% for fill in fills.more %}
{% include fill %}
{% endfor %}
""",
    "acme/parts/loud/slots/README.md/sections.jinja": "## Loud\n",
    "acme/parts/loud/slots/docs/loud.md/more.jinja": "More.\n",
}
"""What acme may have besides: a part, and a slot that is filled whatever the design says."""

FAULTS_OF_PARTS = [
    Fault(
        MANIFEST,
        '["loud"]',
        '["laud"]',
        f"{MANIFEST}:8 BL210 error: there is no part acme/parts/laud. "
        'Did you mean "loud"?',
    ),
    Fault(
        MANIFEST,
        '{% set parts = ["loud"] if model.areas else [] %}\n',
        "",
        f"{LOUD}:1 BL210 error: acme/manifest.jinja does not list the part loud. "
        'Add "loud" to its `parts`.',
    ),
    Fault(
        "acme/parts/quiet/slots/README.md/running.jinja",
        "",
        "",
        "acme/parts/quiet/manifest.jinja:1 BL210 error: the part has no manifest. "
        "Write one with `{% set outputs = [] %}`.",
    ),
    Fault(
        LOUD,
        '[["docs/loud.md", "project"]]',
        '[["docs/loud.md", "project"], ["docs/owners.md", "project"]]',
        f"{LOUD}:1 BL211 error: docs/owners.md is made without the part, too. List it "
        "in `replaces` instead of `outputs`, or fill a slot of it.",
    ),
    Fault(
        LOUD,
        "replaces = []",
        'replaces = ["docs/owner.md"]',
        f"{LOUD}:4 BL211 error: docs/owner.md is replaced, and nothing makes it. "
        'Did you mean "docs/owners.md"?',
    ),
    Fault(
        LOUD,
        '{"docs/loud.md": ["more"]}',
        '{"docs/loud.md": ["more", "mare"]}',
        f"{LOUD}:2 BL212 error: docs/loud.md offers no slot mare. Did you mean "
        '"more"?',
    ),
    Fault(
        LOUD,
        '{"docs/loud.md": ["more"]}',
        "{}",
        "acme/parts/loud/outputs/docs/loud.md.jinja:3 BL212 error: no manifest lists the "
        f"slot more, so that nothing can fill it. Add it to `slots` in {LOUD}: "
        '"docs/loud.md": ["more"].',
    ),
    Fault(
        MANIFEST,
        '"running"',
        '"runing"',
        f"{MANIFEST}:7 BL213 error: README.md offers no slot runing. Did you mean "
        '"running"?',
    ),
    Fault(
        MANIFEST,
        '"running"',
        '"sections"',
        f"{MANIFEST}:7 BL213 error: acme/slots/README.md/sections.jinja is not there, "
        "which would fill the slot.",
    ),
    Fault(
        MANIFEST,
        '[["README.md", "running"]]',
        "[]",
        f"{RUNNING}:1 BL213 error: no manifest lists it, so that it fills nothing. Add "
        '["README.md", "running"] to `fills` in acme/manifest.jinja.',
    ),
    Fault(
        MANIFEST,
        '[["README.md", "running"]]',
        '[["README.md", "running"], ["docs/loud.md", "more", 5]]',
        f"{LOUD}:3 BL214 warning: acme has the place 5 of more, too. Give one of them "
        "another number.",
    ),
    Fault(
        "acme/outputs/src/__package__/api.py.jinja",
        "",
        "ROUTERS = []\n",
        "acme/outputs/src/__package__/api.py.jinja:1 BL215 error: it replaces a file that "
        "has the slot dependencies, and has none. Offer it, or what capabilities put there "
        "is lost: {% for fill in fills.dependencies %}.",
    ),
    Fault(
        "acme/outputs/src/__package__/core/logging.py.jinja",
        "",
        OVERLAY + "{% block imports %}\nimport os\n{% endblock %}\n",
        "acme/outputs/src/__package__/core/logging.py.jinja:3 BL215 error: its block "
        "imports leaves out the slot imports. Offer it, or what capabilities put there is "
        "lost: {% for fill in fills.imports %}.",
    ),
    Fault(
        "acme/outputs/src/__package__/core/logging.py.jinja",
        "",
        OVERLAY
        + "{% block imports %}\n{% if model.areas %}\n{{ super() }}{% endif %}\n"
        "{% endblock %}\n",
        "acme/outputs/src/__package__/core/logging.py.jinja:3 BL215 error: its block "
        "imports leaves out the slot imports. Offer it, or what capabilities put there is "
        "lost: {% for fill in fills.imports %}.",
    ),
    Fault(
        RUNNING,
        "Ask",
        "{{ mdoel.project.name }} asks",
        f"{RUNNING}:1 BL301 warning: nothing says what the template receives. Begin with "
        "{# model: the whole design, resolved #} or the like.",
    ),
    Fault(
        RUNNING,
        "Ask",
        "{# model: the whole design, resolved #}\n{{ mdoel.project.name }} asks",
        f'{RUNNING}:2 BL401 error: there is no "mdoel". Did you mean "model"?',
    ),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("sound"))


def test_in_a_sound_blueprint_nothing_is_found(sound: Path) -> None:
    assert lint(sound) == ()


def _with_parts(folder: Path) -> Path:
    lay(folder)
    for path, text in PARTS.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_in_a_sound_blueprint_with_parts_nothing_is_found(tmp_path: Path) -> None:
    assert lint(_with_parts(tmp_path)) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    FAULTS_OF_PARTS,
    ids=[each.said.split()[1] for each in FAULTS_OF_PARTS],
)
def test_a_fault_of_a_part_or_a_slot_is_told_with_its_place_and_a_way_out(
    tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    change(_with_parts(tmp_path), path, old, new)
    assert said in [str(each).rstrip() for each in lint(tmp_path)]


def test_a_slot_file_knows_what_the_template_has_that_includes_it(
    tmp_path: Path,
) -> None:
    _with_parts(tmp_path)
    change(tmp_path, MANIFEST, '"running"]', '"running"], ["docs/loud.md", "more", 2]')
    change(
        tmp_path,
        "acme/parts/loud/outputs/docs/loud.md.jinja",
        "{% for fill",
        '{% set shout = "LOUD" %}\n{% for fill',
    )
    more = "{# model: the whole design, resolved #}\n{{ shout }}\n"
    change(tmp_path, "acme/slots/docs/loud.md/more.jinja", "", more)
    assert lint(tmp_path) == ()


def test_in_our_own_blueprint_nothing_is_found() -> None:
    assert [str(each) for each in lint(resources.BLUEPRINT)] == []


def test_a_template_that_only_offers_slots_need_not_say_what_it_receives(
    tmp_path: Path,
) -> None:
    _with_parts(tmp_path)
    loud = "acme/parts/loud/outputs/docs/loud.md.jinja"
    change(tmp_path, loud, "{# model: the whole design, resolved #}\n", "")
    assert lint(tmp_path) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    FAULTS,
    ids=[each.said.split()[1] for each in FAULTS],
)
def test_a_fault_is_told_with_its_place_and_a_way_out(
    tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    change(lay(tmp_path), path, old, new)
    assert said in [str(each).rstrip() for each in lint(tmp_path)]


def test_an_overlay_that_leaves_out_a_layer_in_between_is_told(tmp_path: Path) -> None:
    lay(tmp_path)
    change(
        tmp_path,
        "blueprint.yaml",
        "- {name: acme}",
        "- {name: acme, version: v1}\n  - {name: pay}",
    )
    change(tmp_path, "layers.jinja", '"acme"', '"acme", "pay"')
    change(
        tmp_path,
        "pay/manifest.jinja",
        "",
        "{% set outputs = [] %}\n{% set dropped = [] %}\n",
    )
    overlay = FILES[DOCKER].replace("registry.acme", "registry.pay")
    change(tmp_path, "pay/outputs/Dockerfile.jinja", "", overlay)
    (told,) = [str(each) for each in lint(tmp_path) if each.code != "BL104"]
    assert told == (
        "pay/outputs/Dockerfile.jinja:2 BL207 error: it extends "
        "fastapi/outputs/Dockerfile.jinja, and so leaves out acme/outputs/Dockerfile.jinja, "
        'which stands between. Write {% extends "acme/outputs/Dockerfile.jinja" %}.'
    )


def test_every_rule_is_broken_here_once() -> None:
    broken = {said.split()[1] for *_, said in (*FAULTS, *FAULTS_OF_PARTS)} | {"BL207"}
    assert broken == set(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "{{ entity.description | to_json(ensure_ascii=False) }}",
        "{% if entity.description %}{% endif %}",
        "{{ entity.description | length }}",
        "{{ team_of(entity.description) }}",
        "{% if entity.key[0].schema.pattern is defined %}{% endif %}",
        "{{ team }}",
        "{% for key, value in entity.items() %}{{ key }}{% endfor %}",
        "{% for path, text in model.tables.items() %}{{ path | join }}{% endfor %}",
        "{{ [1, 2] | first }}{{ range(3) | list }}",
    ],
)
def test_what_is_sound_or_unknown_is_no_error(tmp_path: Path, text: str) -> None:
    change(lay(tmp_path), AUDIT, LAST, f"{text}\n{LAST}")
    assert [str(each) for each in lint(tmp_path) if each.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{% set key = entity.key[0] %}{{ key.schema.pattern | default('') | length }}",
        '{{ entity.key | map(attribute="schema.pattern", default="") | list | length }}',
    ],
)
def test_a_member_with_a_default_said_along_may_be_missing(
    tmp_path: Path, text: str
) -> None:
    change(lay(tmp_path), AUDIT, LAST, f"{text}\n{LAST}")
    told = [each for each in lint(tmp_path) if each.code.startswith("BL4")]
    assert told == []


RAW = (
    "BL405 a free text of the design stands raw in code. "
    "Write it as {{ … | to_json(ensure_ascii=False) }}."
)
WORDS = """\
entity:
  properties:
    audited: {type: boolean, default: false, description: Whether it is recorded.}
    owner: {type: string, default: "", description: Who answers.}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if entity.x.acme.audited %}\n{% endif %}", []),
        ("{{ entity.x.acme.owner | to_json }}", []),
        (
            "{{ entity.x.acme.audted }}",
            ['BL403 the layer\'s words.yaml has no "audted". Did you mean "audited"?'],
        ),
        (
            "{{ entity.x.acmee.audited }}",
            ['BL403 x has no "acmee". Did you mean "acme"?'],
        ),
        (
            "{{ entity.x.acme.owner }}",
            [RAW],
        ),
    ],
)
def test_words_of_a_teams_own_are_those_of_its_file(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    change(lay(tmp_path), "acme/words.yaml", "", WORDS)
    change(tmp_path, AUDIT, LAST, f"{text}\n{LAST}")
    found = [f"{each.code} {each.message} {each.hint}" for each in lint(tmp_path)]
    assert found == said


def test_a_free_text_may_stand_in_prose(tmp_path: Path) -> None:
    change(lay(tmp_path), OWNERS, "# Owners", "# {{ model.project.title }}")
    assert lint(tmp_path) == ()


def test_a_vendored_layer_is_not_held_to_the_rules_of_writing(tmp_path: Path) -> None:
    change(
        lay(tmp_path), "fastapi/outputs/README.md.jinja", "# {{", "{{ nothing }}# {{"
    )
    assert {each.code for each in lint(tmp_path)} == {"BL104"}


def test_a_folder_that_is_no_blueprint_is_told(tmp_path: Path) -> None:
    (found,) = lint(tmp_path)
    assert (found.code, found.hint) == (
        "BL101",
        "`bd-scaffold blueprint new` starts one.",
    )


def test_errors_end_the_command_with_two_and_warnings_do_not(tmp_path: Path) -> None:
    lay(tmp_path)
    change(tmp_path, OWNERS, LOOP, LOOP.replace("{%", "{%-"))
    run = CliRunner().invoke(cli.app, ["blueprint", "lint", str(tmp_path)])
    assert (run.exit_code, run.stderr) == (0, "0 errors, 1 warning\n")
    change(tmp_path, AUDIT, "entity.label_plural", "entity.labell")
    run = CliRunner().invoke(cli.app, ["blueprint", "lint", str(tmp_path), "--json"])
    assert run.exit_code == 2
    told = json.loads(run.stdout)["findings"]
    assert told[0] == {
        "path": AUDIT,
        "line": 3,
        "code": "BL403",
        "message": 'Entity has no "labell".',
        "hint": 'Did you mean "label"?',
        "severity": "error",
    }


def test_the_page_of_the_rules_is_made_from_them() -> None:
    written = Path(__file__).resolve().parents[2] / "docs" / "blueprint-rules.md"
    hint = "run: python -m bd_scaffold.authoring.findings docs"
    assert written.read_text() == page(), hint
