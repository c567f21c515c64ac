"""Rows that are there are encrypted, decrypted, or hashed for a look-up."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout import Source, call, collection
from ..model.types import Sealed
from ..names import python_string as quoted
from .findings import DestructiveChange, Finding
from .kept import Kept, columns_of
from .operations import Seal
from .schema import Column, Table
from .text import type_source

_TEXTS = ("string", "text")


def sealing(kept: Kept) -> Iterator[Seal]:
    """Yield what encrypts or hashes rows that were not so before."""
    key = key_of(kept.after)
    columns = columns_of(kept)
    for one, other in columns.kept:
        old, new = one.sealed, other.sealed
        if new is not None and _gains(old, new):
            yield Seal(kept.name, key, other, old, new)
        elif new is not None and one.nullable and not other.nullable:
            yield Seal(kept.name, key, other, None, new, once=True)
    for column in columns.added:
        if column.sealed is not None and (not column.nullable or column.is_given):
            yield Seal(kept.name, key, column, None, column.sealed, once=True)


def sealed_before(kept: Kept) -> Iterator[Seal]:
    """Yield what decrypts rows, or what hashes them on the way back."""
    for one, other in columns_of(kept).kept:
        old, new = one.sealed, other.sealed
        if old is not None and _loses(old, new):
            yield Seal(kept.name, key_of(kept.before), one, old, new)


def _gains(old: Sealed | None, new: Sealed) -> bool:
    if old is None or old.context != new.context:
        return True
    return bool(new.hash) and not old.hash


def _loses(old: Sealed, new: Sealed | None) -> bool:
    if new is None:
        return True
    return not _gains(old, new) and bool(old.hash) and not new.hash


def is_nothing(seal: Seal) -> bool:
    """True where rows stay as they are, and only the way there or back changes them."""
    if seal.once:
        return not seal.forth
    old, new = seal.old, seal.new
    return old is not None and new is not None and not _gains(old, new)


def key_of(table: Table) -> tuple[Column, ...]:
    """Return the columns that tell a table's rows apart."""
    return tuple(column for column in table.columns if column.name in table.key)


def refused(kept: Kept) -> Iterator[str]:
    """Say which values can't be encrypted where they stand."""
    pairs = columns_of(kept).kept
    for one, other in pairs:
        plain = (
            each.sealed.plain if each.sealed else each.type for each in (one, other)
        )
        then, now = plain
        if not (one.sealed or other.sealed):
            continue
        subject = other.subject
        if (one.sealed is None) != (other.sealed is None) and (
            then != now or then.kind not in _TEXTS or then.native or then.padded
        ):
            yield (
                f"{subject} can't be encrypted or decrypted where it stands, unless it is a "
                f"text of one type before and after. Add a field of another name, carry "
                f"the values over by your own code, and remove {one.subject} after that."
            )
        elif then.kind != now.kind:
            yield (
                f"{subject} is encrypted, so the database can't turn {then.kind} into "
                f"{now.kind}. Add a field of another name, carry the values over by your "
                f"own code, and remove {one.subject} after that."
            )
    bound = [other.subject for one, other in pairs if one.sealed and other.sealed]
    keys = [[(e.name, e.type) for e in key_of(t)] for t in (kept.before, kept.after)]
    if bound and keys[0] != keys[1]:
        yield (
            f"The key of {kept.after.subject} changes while {bound[0]} is encrypted and "
            f"bound to it. Leave `encrypted` out in one step, change the key, and write it "
            f"again in a third one."
        )


def decrypted(seal: Seal) -> Iterator[Finding]:
    """Yield that values can be read in the database from now on."""
    if seal.new is None and not is_nothing(seal):
        subject = seal.column.subject
        text = (
            f"The values of {subject} stand unencrypted in the database and in its backups "
            "from now on."
        )
        yield Finding(DestructiveChange(f"decrypt:{subject}", text))


def sealed_rows(seal: Seal) -> Iterator[Source]:
    """Yield the statement that encrypts, decrypts or hashes a table's rows."""
    if is_nothing(seal):
        return
    hashed = seal.new.hash if seal.new else ""
    columns = [
        *(call("sa.column", quoted(e.name), type_source(e)) for e in seal.key),
        call("sa.column", quoted(seal.column.name), "sa.Text()"),
        *([call("sa.column", quoted(hashed), "sa.Text()")] if hashed else ()),
    ]
    contexts = [quoted(each.context) if each else '""' for each in (seal.old, seal.new)]
    yield call(
        "_seal",
        call("sa.table", quoted(seal.table), *columns),
        collection(quoted(each.name) for each in seal.key),
        *contexts,
    )


SEAL = '''
def _seal(rows: sa.TableClause, keys: list[str], was: str, now: str) -> None:
    """Encrypt or decrypt a column, which stands behind its row's key, and hash it beside.

    `was` and `now` say what its values are bound to beside the key; plain ones to nothing.
    """
    if op.get_context().as_sql:
        raise RuntimeError("Rows are encrypted one by one: run this without --sql.")
    key = [rows.c[each] for each in keys]
    column, *hashed = [each for each in rows.c if each.name not in keys]
    one = [each == sa.bindparam(f"key_{each.name}") for each in key]
    written = [each.name for each in (column, *hashed)]
    made_of: dict[str, Any] = {each: sa.bindparam(f"made_{each}") for each in written}
    update = rows.update().where(*one).values(made_of)
    page = sa.select(*key, column).where(column.is_not(None)).order_by(*key)
    make: Callable[[str, list[str]], tuple[str, str]] | None = None
    last: Any = ()
    while True:
        after = [sa.literal(v, e.type) for e, v in zip(key, last, strict=False)]
        rest = page.where(sa.tuple_(*key) > sa.tuple_(*after)) if last else page
        found = op.get_bind().execute(rest.limit(1000)).all()
        if not found:
            return  # and no key is needed where there are no rows
        make = make or _sealer(was, now)
        made = []
        for *parts, text in found:
            said = {f"key_{e.name}": part for e, part in zip(key, parts, strict=True)}
            texts = [_key_text(e, part) for e, part in zip(key, parts, strict=True)]
            new = zip(written, make(text, texts), strict=False)
            made.append(said | {f"made_{name}": value for name, value in new})
        op.get_bind().execute(update, made)
        last = found[-1][:-1]


def _key_text(column: sa.ColumnClause[Any], part: Any) -> str:
    """Return a part of a key as the service binds values to it."""
    if isinstance(part, bool):
        return "true" if part else "false"
    if isinstance(part, dt.datetime):
        if getattr(column.type, "timezone", False):
            zoned = part if part.tzinfo else part.replace(tzinfo=dt.UTC)
            return zoned.astimezone(dt.UTC).isoformat()
        return part.isoformat()
    if isinstance(part, dt.date | dt.time):
        return part.isoformat()
    return str(part).rstrip() if isinstance(column.type, sa.CHAR) else str(part)


def _sealer(was: str, now: str) -> Callable[[str, list[str]], tuple[str, str]]:
    """Return what makes of a stored text, and its row's key, another one and its hash."""
    keys, index_key = _encryption_keys(f"{was or now} of rows that are there")
    try:  # only where there are rows: a project that encrypts no longer doesn't need it
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415
    except ImportError:
        raise RuntimeError("This migration decrypts: install `cryptography`.") from None
    first = next(iter(keys))
    info = b"blind index of " + now.encode()
    hashing = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(index_key)

    def opened(text: str, context: str, key: list[str]) -> str:
        head, _, rest = text.rpartition(".")
        raw = base64.b64decode(rest, altchars=b"-_", validate=True)
        bound = f"{head}.".encode() + json.dumps([context, *key]).encode()
        cipher = AESGCM(keys[head.removeprefix("v1.")])
        return cipher.decrypt(raw[:12], raw[12:], bound).decode()

    def make(text: str, key: list[str]) -> tuple[str, str]:
        plain = text
        try:
            plain = opened(text, was or now, key)
        except (InvalidTag, KeyError, ValueError):
            if was:
                where = f"{was} of a row can't be read: ENCRYPTION_KEYS lacks its key,"
                raise RuntimeError(f"{where} or it was changed or moved.") from None
        if not now:
            return plain, ""
        nonce, head = os.urandom(12), f"v1.{first}."
        bound = head.encode() + json.dumps([now, *key]).encode()
        sealed = nonce + AESGCM(keys[first]).encrypt(nonce, plain.encode(), bound)
        found = hmac.digest(hashing, plain.encode(), "sha256")
        return (
            head + base64.urlsafe_b64encode(sealed).decode(),
            base64.urlsafe_b64encode(found).decode(),
        )

    return make


def _encryption_keys(what: str) -> tuple[dict[str, bytes], bytes]:
    """Return the keys of the service's settings; raise where they are not set."""
    from pydantic_settings import BaseSettings, SettingsConfigDict  # noqa: PLC0415

    class Keys(BaseSettings):
        model_config = SettingsConfigDict(
            env_file=(".encryption-keys", ".env"), extra="ignore"
        )

        encryption_keys: str = ""
        encryption_index_key: str = ""

    said = Keys()
    if not (said.encryption_keys and said.encryption_index_key):
        needed = "set ENCRYPTION_KEYS and ENCRYPTION_INDEX_KEY as the service has them"
        raise RuntimeError(f"This migration needs the keys for {what}: {needed}.")
    found = [each.strip().partition(":") for each in said.encryption_keys.split(",")]
    keys = {name: base64.urlsafe_b64decode(text) for name, _, text in found}
    return keys, base64.urlsafe_b64decode(said.encryption_index_key)
'''
"""What a revision brings along that encrypts: it has to run when the service no longer does."""
