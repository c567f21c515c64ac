"""The page about changes of a contract, from the rules that judge them.

`python -m bd_scaffold.contract.compare.reference docs` writes it into a folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .rules import RULES, Rule

NAME = "contract-changes.md"

_HEAD = """\
# Changes of the contract

Written from the rules by `python -m bd_scaffold.contract.compare.reference docs`: change the \
words there.

`openapi.yaml` is what clients rely on. When the design changes, the old contract is compared with \
the new one, and each change that a client can see is told once, however many operations it is in.

One principle decides what breaks clients: one that kept to the old contract must not notice. What \
requests may say must not become less, and what responses may say must not become more. A client \
ignores properties that it does not know, and takes an unknown status for the first of its class. \
What the contract only explains (summaries, descriptions, examples, tags) is not compared.

A change that breaks clients has a name, `break:Product.stock`, under which it is allowed: \
that of the property or of the operation, of the whole entity where all of it is gone, or of the \
enum, the header or the parameter that several entities share.

`asyncapi.yaml` is compared in the same way, for those who consume events: what an event says of a \
row is judged as a response is, and so is what clients of the socket are told in rooms.

A pattern is compared as the set of the texts that match it. So a decimal with more digits takes \
what it took before, though its pattern is another text. What the comparison cannot decide counts \
as changed.

## The version

| the contract | before 1.0.0 | from 1.0.0 on |
|---|---|---|
| is the same | the same version | the same version |
| has changed, and no client breaks | 0.1.0 → 0.1.1 | 1.2.3 → 1.3.0 |
| breaks clients | 0.1.1 → 0.2.0 | 1.2.3 → 2.0.0 |

This is [semantic versioning](https://semver.org), §4, §7 and §8; before 1.0.0 the minor version \
stands for the major one.

## The rules

Sources: [oasdiff](https://github.com/oasdiff/oasdiff) and \
[openapi-diff](https://github.com/OpenAPITools/openapi-diff), by the names of their checks; the \
specifications; [AIP-180](https://google.aip.dev/180); the \
[Zalando guidelines](https://opensource.zalando.com/restful-api-guidelines/#107). openapi-diff's \
checks all begin with `incompatible.`. Where the sources differ, the stricter one is followed: a \
new value of an enum in responses, of which oasdiff only warned before 1.30, breaks those clients \
that read it into an enum of their own, as generated ones do.
"""

_PARTS = {
    "The API and its operations": (
        "api-",
        "path-",
        "resource-",
        "operation-",
        "security-",
    ),
    "Requests": ("parameter-", "sort-", "request-"),
    "Responses": ("response-",),
    "Events": ("event-",),
}


def page() -> str:
    """Return the page, as Markdown."""
    return _HEAD + "".join(_part(title, heads) for title, heads in _PARTS.items())


def _part(title: str, heads: tuple[str, ...]) -> str:
    rows = "".join(_row(rule) for rule in RULES.values() if rule.id.startswith(heads))
    head = "| rule | breaks clients | what it is | source |\n|---|---|---|---|\n"
    return f"\n### {title}\n\n{head}{rows}"


def _row(rule: Rule) -> str:
    answer = "yes" if rule.breaking else "no"
    return f"| `{rule.id}` | {answer} | {rule.sentence} | {rule.source} |\n"


if __name__ == "__main__":
    Path(sys.argv[1], NAME).write_text(page(), encoding="utf-8")
