"""What becomes of a row whose target goes or gets another key, and the target by default."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.default_values import WrongDefault, default_value
from ..language.finding import Finding
from ..names import with_article
from ..resolve import Resolved
from ..resolve.fields import Field
from .defaults import problem_of_uuid, problem_of_value
from .finding import about


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What a foreign key demands can be done, and a default is a key."""
    for written in resolved.fields:
        if written.kind == "reference":
            yield from _kept(resolved, written)
            yield from _possible(resolved, written)
            yield from _default(resolved, written)
        elif written.kind in ("link", "mirror"):
            yield from _of_links(written)


def _possible(resolved: Resolved, written: Field) -> Iterator[Finding]:
    field = written.source
    for word, action in (
        ("on_delete", field.on_delete),
        ("on_update", field.on_update),
    ):
        if action == "set_null" and not field.nullable:
            message = f"{word}(set_null) needs a field that may be null."
            hint = f"Write {field.type}?, or another {word}."
            yield about(written, "BD302", message, hint, word)
        if action == "set_default" and field.default is None:
            message = f"{word}(set_default) needs a default."
            hint = (
                f"Write {field.type} = KEY, the key of a row there, or another {word}."
            )
            yield about(written, "BD302", message, hint, word)
        if action in ("set_null", "set_default") and written.in_key:
            to = "null" if action == "set_null" else "its default"
            message = f"{word}({action}) would set the key to {to}."
            hint = f"Write {word}(cascade) or {word}(restrict)."
            yield about(written, "BD302", message, hint, word)
    if field.on_delete == "set_default" and resolved.entities[field.type].keeps_rows:
        message = f"The default could be {with_article(field.type)} that is hidden."
        hint = "Write on_delete(restrict) or on_delete(keep)."
        yield about(written, "BD302", message, hint, "on_delete")


def _kept(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """A row that is really deleted leaves nothing that could be kept."""
    field = written.source
    if field.on_delete == "keep" and not resolved.entities[field.type].keeps_rows:
        message = f"on_delete(keep) needs {with_article(field.type)} that is hidden, not deleted."
        said = next(each.said for each in resolved.features if each.keeps_rows)
        hint = f"Give {field.type} `{said}`, or write on_delete(restrict)."
        yield about(written, "BD302", message, hint, "on_delete")


def _of_links(written: Field) -> Iterator[Finding]:
    """The rows of a link's table are nothing but keys."""
    said = {
        "on_delete": written.source.on_delete,
        "on_update": written.source.on_update,
    }
    for word, action in said.items():
        if action in ("set_null", "set_default"):
            message = f"{word}({action}) would leave a link to nothing."
            hint = f"Write {word}(cascade) or {word}(restrict)."
            yield about(written, "BD302", message, hint, word)
    if said["on_delete"] == "keep":
        message = "Links to a row that is hidden are hidden with it, and stay anyway."
        hint = "Leave it out, or write on_delete(restrict)."
        yield about(written, "BD302", message, hint, "on_delete")


def _default(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """The default of a relation is a key that the other side could have."""
    field = written.source
    unknown = field.to and field.to not in resolved.entities[field.type].fields
    if unknown or not field.has_default:
        return
    if field.default is None:
        if not field.nullable:
            hint = f"Write {field.type}?, or another default."
            yield about(written, "BD212", "It may not be null.", hint, "default")
    elif field.to is None and len(resolved.entities[field.type].key) > 1:
        message = f"The key of {with_article(field.type)} has several parts, and a default has one."
        yield about(written, "BD212", message, "Leave it out.", "default")
    elif problem := _problem(_key_of(resolved, written), str(field.default)):
        yield about(written, "BD212", *problem, "default")
    elif field.readonly or field.internal:
        message = "Where that row is missing, clients could give no other."
        yield about(written, "BD207", message, WITHHELD_DEFAULT, "default")
    elif field.unique or field.one:
        word = "unique" if field.unique else "one"
        message = "Rows that share the default can't be unique."
        yield about(written, "BD207", message, "Leave one of them out.", word)


WITHHELD_DEFAULT = "Leave the default out, or the word that keeps clients from it."


def _key_of(resolved: Resolved, written: Field) -> Field | None:
    """Return the field that is referred to in the end; nothing for a generated key."""
    seen = set()
    while written.kind == "reference" and written.source.type not in seen:
        seen.add(written.source.type)
        target, to = resolved.entities[written.source.type], written.source.to
        if to is None and target.written.key_fields and target.key:
            to = target.key[0].field_name
        if to is None or to not in target.fields:
            return None
        written = target.fields[to]
    return written


def _problem(key: Field | None, value: str) -> tuple[str, str] | None:
    if key is None:
        return problem_of_uuid(value)
    try:
        found = default_value(key.source.type, value, many=False)
    except WrongDefault as expected:
        return f'The default "{value}" is not {expected}.', ""
    problem = problem_of_value(key, found, "default")
    if problem is None:
        return None
    message, hint = problem
    constant, made, _ = hint.partition(", or ")  # what is made anew is no key
    return message, f"{constant}." if made else hint
