"""What can be wrong with a blueprint, as values: the rules, and what breaks them where."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ..names import counted

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a blueprint has to be, why, and whether it can't do without."""

    severity: Severity
    title: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place of a blueprint that breaks a rule."""

    path: str  # in the blueprint: "acme/outputs/Dockerfile.jinja"
    line: int
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """Whether the blueprint can't do without a change here."""
        return RULES[self.code].severity

    def __str__(self) -> str:
        told = f"{self.path}:{self.line} {self.code} {self.severity}: {self.message}"
        return f"{told}{self.hint and ' '}{self.hint}"

    def to_json(self) -> dict[str, Any]:
        """The finding as a flat JSON object, for editors and scripts."""
        return {**asdict(self), "severity": self.severity}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file and line, each once."""
    return tuple(sorted(set(findings)))


def summary(findings: Iterable[Finding]) -> str:
    """Return how many errors and warnings there are."""
    found = [each.severity for each in findings]
    errors, warnings = found.count("error"), found.count("warning")
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"


DENSITY = 12
"""Control tags in a hundred lines; well-kept templates of others have about nine."""

NESTING = 2
"""Control tags inside of each other."""

RULES = {
    "BL101": Rule(
        "error",
        "`blueprint.yaml` says what the blueprint is made of.",
        "Without it, nothing can be rendered.",
    ),
    "BL102": Rule(
        "error",
        "`layers.jinja` lists the layers of `blueprint.yaml`.",
        "Templates read the one and the tools the other; where they differ, Copier and "
        "`bd-scaffold` make different projects.",
    ),
    "BL103": Rule(
        "error",
        "Each layer has a `manifest.jinja` that sets `outputs` and `dropped`.",
        "The list of a project's files is made from the manifests of all layers.",
    ),
    "BL104": Rule(
        "error",
        "A vendored layer is never edited.",
        "The next upgrade replaces it: an edit there would be lost. An own layer's file of the "
        "same path stands for it.",
    ),
    "BL105": Rule(
        "warning",
        "A blueprint is data: no `_tasks`, no `_migrations`, no `_jinja_extensions`.",
        "They run code of the blueprint's on the machine of whoever makes a project, so that "
        "everyone has to say `--trust` first.",
    ),
    "BL106": Rule(
        "error",
        "`words.yaml` is a schema of the words that it adds to the design.",
        "`check` holds designs against it.",
    ),
    "BL107": Rule(
        "error",
        "`history.yaml` says of versions what they move and rename.",
        "Updates follow it; what they can't read stops them.",
    ),
    "BL108": Rule(
        "error",
        "`questions.yml` holds ordinary questions of Copier's.",
        "Their answers are variables in the templates.",
    ),
    "BL109": Rule(
        "error",
        "A file's path can be checked out on any system.",
        'Windows has no file with one of these characters: \\ : * ? " < > |, and macOS '
        "no two that differ in case alone.",
    ),
    "BL201": Rule(
        "error",
        "A template can be read.",
        "One that can't be parsed stops every `create` and `update`.",
    ),
    "BL202": Rule(
        "error",
        "A row of a manifest has its template.",
        "Otherwise there is nothing to render the file from.",
    ),
    "BL203": Rule(
        "error",
        "A template has a row, or another template that uses it.",
        "One that has neither is never rendered: a row is missing, or the file is left over.",
    ),
    "BL204": Rule(
        "error",
        "A path has only one row.",
        "Two rows would write the same file.",
    ),
    "BL205": Rule(
        "error",
        "An output's path is inside the project, and not among what is the design's own.",
        "`..`, absolute paths, `.git`, `.bd` and `design.yaml` are refused when a project is made.",
    ),
    "BL206": Rule(
        "error",
        "What is dropped exists in a layer below.",
        "A name in `dropped` that no layer below has does nothing: it is misspelt, or the base "
        "has no such file any more.",
    ),
    "BL207": Rule(
        "error",
        "An overlay extends the file of the next layer that has it.",
        "Where a layer in between has the same file, all that it does would be lost.",
    ),
    "BL208": Rule(
        "error",
        "A block of an overlay is one of the template that it extends.",
        "Jinja drops a block that the other template doesn't have without a word.",
    ),
    "BL209": Rule(
        "error",
        "A row says a template, what there is one for each of, and at most one condition.",
        "The third word is a path of members that the item has.",
    ),
    "BL210": Rule(
        "error",
        "A part has a manifest, and its layer lists it.",
        "A layer's `parts` say which of its parts a project has; what is not listed is never made.",
    ),
    "BL211": Rule(
        "error",
        "A part stands for a file of others only where its `replaces` says so.",
        "Whoever reads the base's template has to know that a part puts another in its place.",
    ),
    "BL212": Rule(
        "error",
        "`slots` in a manifest lists the slots that templates offer.",
        "What fills a slot is looked up there; a slot that isn't listed stops the rendering.",
    ),
    "BL213": Rule(
        "error",
        "A row of `fills` has a slot that it fills, and its text; a text has its row.",
        "Jinja lists no folders: a text without a row would never be seen.",
    ),
    "BL214": Rule(
        "warning",
        "Two fills don't claim one place of a slot.",
        "Their order would be that of the layers and parts, which the number was to change.",
    ),
    "BL215": Rule(
        "error",
        "What stands for a template that has slots offers them, too.",
        "Otherwise what a capability puts there is lost without a word.",
    ),
    "BL301": Rule(
        "warning",
        "A template that reads anything begins with a comment on what it receives.",
        "Who opens it sees what there is to work with: `{# entity: one of model.entities #}`.",
    ),
    "BL302": Rule(
        "warning",
        f"About {DENSITY} control tags in a hundred lines are enough.",
        "Above, the output can't be seen in the template any more: decide it in the model, or make "
        "two files of it. `if`, `elif`, `else`, `for` and their ends count; macros and slots "
        "don't, and a template of less than fifty lines may have half of a hundred's.",
    ),
    "BL303": Rule(
        "warning",
        f"Control tags stand at most {NESTING} inside of each other.",
        "Deeper, it is a decision that belongs into the model, or a list that should arrive ready. "
        "Blocks don't count, nor do macros and slots.",
    ),
    "BL304": Rule(
        "warning",
        "A control tag stands alone on its line.",
        "Then the lines of the template are those of the output. In a macro, whose text goes into "
        "the middle of somebody's line, and before `{% endblock %}`, the end may follow.",
    ),
    "BL305": Rule(
        "warning",
        "No `-` trims white space.",
        "`trim_blocks` and `lstrip_blocks` do it once for all. Macros need it, whose text goes "
        "into somebody's line; and a value that brings a line's end of its own, at a line's end.",
    ),
    "BL306": Rule(
        "warning",
        "A template compares nothing.",
        "`if` asks for one ready flag, `for` goes through a ready list; a comparison is a decision "
        "that the model should have made. Macros, which lay out what they get, may measure it.",
    ),
    "BL307": Rule(
        "warning",
        "A template makes no plurals.",
        "The model has it: `label_plural`, `plural`.",
    ),
    "BL308": Rule(
        "warning",
        "A template collects nothing.",
        "Sorted lists without doubles, imports above all, arrive ready.",
    ),
    "BL401": Rule(
        "error",
        "A template reads only names that exist.",
        "Every other one stops the rendering: `model`, the item that the file is for, what "
        "`questions.yml` asks, and what the template sets or imports.",
    ),
    "BL402": Rule(
        "error",
        "Filters and tests are Jinja's own or come with Copier.",
        "Others need an extension, and so `--trust`.",
    ),
    "BL403": Rule(
        "error",
        "A template reads only what the model promises.",
        "What else may be there is gone in the next version, and what was never there stops the "
        "rendering.",
    ),
    "BL404": Rule(
        "warning",
        "A template checks that an optional member is present.",
        "A member that has its default is not there for a template: `{% if schema.pattern is "
        "defined %}`.",
    ),
    "BL405": Rule(
        "error",
        "A free text of the design never stands raw in code.",
        "A title with a quote, a line's end or `${…}` in it would be code: "
        "`{{ text | to_json(ensure_ascii=False) }}` makes a literal of it.",
    ),
    "BL406": Rule(
        "error",
        "What a template extends, includes or imports exists.",
        "Templates name each other by their full path: `fastapi/outputs/_python.jinja`.",
    ),
}


def page() -> str:
    """Return the rules as a page of the documentation."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield from _INTRODUCTION
    for code, rule in RULES.items():
        cells = (code, rule.severity, rule.title, rule.reason)
        yield f"| {' | '.join(each.replace('|', _BAR) for each in cells)} |"
    yield ""


_BAR = "\\|"

_INTRODUCTION = (
    "# What `blueprint lint` looks for",
    "",
    "`bd-scaffold blueprint lint` reads a blueprint without running it. A finding has a place, a",
    "code, a reason and a way out; with an error among them the exit code is 2:",
    "",
    "```",
    'acme/outputs/README.md.jinja:7 BL403 error: Entity has no "labell". Did you mean "label"?',
    "```",
    "",
    "Layers that are vendored are not held to the rules of writing, BL3 and BL4, since nobody",
    "edits them.",
    "What a value is gets followed through loops, `set`, filters and imports as far as that is",
    "certain; where it isn't, nothing is said.",
    "",
    "| code | | rule | why |",
    "|---|---|---|---|",
)


def pages() -> dict[str, str]:
    """Every generated document, by its name in the folder of the documents."""
    return {"blueprint-rules.md": page()}


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
