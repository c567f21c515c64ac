"""Keys: what they write, what they read, and where they come from."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from helpdesk.core.keyring import (
    DEVELOPMENT_FILE,
    DecryptionError,
    Keyring,
    KeyringError,
    keyring_of,
    new_key,
    new_secret,
)


@dataclass
class _Settings:
    encryption_keys: str = ""
    encryption_index_key: str = ""
    environment: str = "production"


def _keyring(*keys: str) -> Keyring:
    return keyring_of(_Settings(",".join(keys), new_secret()))


def test_what_is_sealed_is_opened_and_shows_nothing() -> None:
    keyring = _keyring(new_key())
    sealed = keyring.seal(b"secret", b"row 1")
    assert "secret" not in sealed
    assert keyring.open(sealed, b"row 1", "people.phone") == b"secret"
    assert keyring.seal(b"secret", b"row 1") != sealed


def test_what_was_moved_or_changed_is_refused_and_not_shown() -> None:
    keyring = _keyring(new_key())
    sealed = keyring.seal(b"secret", b"row 1")
    changed = [
        sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:],
        sealed[: len(keyring.prefix)] + "AAAA",
        sealed + "é",
        "secret",
    ]
    for each, row in [(sealed, b"row 2"), *((each, b"row 1") for each in changed)]:
        with pytest.raises(DecryptionError, match=r"people\.phone") as caught:
            keyring.open(each, row, "people.phone")
        assert "secret" not in str(caught.value)


def test_the_first_key_writes_and_all_of_them_read() -> None:
    old, new = new_key(), new_key()
    sealed = _keyring(old).seal(b"secret", b"")
    both = _keyring(new, old)
    assert both.open(sealed, b"", "people.phone") == b"secret"
    assert both.seal(b"", b"").startswith(f"v1.{new.partition(':')[0]}.")


def test_an_unknown_key_is_told_with_the_setting_that_lacks_it() -> None:
    old = new_key()
    sealed = _keyring(old).seal(b"secret", b"")
    with pytest.raises(DecryptionError, match="ENCRYPTION_KEYS") as caught:
        _keyring(new_key()).open(sealed, b"", "people.phone")
    assert old.partition(":")[0] in str(caught.value)


def test_an_index_has_a_key_of_its_own_for_each_column() -> None:
    keyring = _keyring(new_key())
    hashed = keyring.hash(b"secret", "people.phone")
    assert hashed == keyring.hash(b"secret", "people.phone")
    assert hashed != keyring.hash(b"secret", "people.email")
    assert hashed != _keyring(new_key()).hash(b"secret", "people.phone")


def test_no_key_is_shown() -> None:
    key = new_key()
    assert key.partition(":")[2] not in repr(_keyring(key))


_KEY = "Zm9y" * 10 + "Zm8="


@pytest.mark.parametrize(
    ("keys", "index_key", "named"),
    [
        ("", _KEY, "ENCRYPTION_KEYS"),
        (f"k:{_KEY}", "", "ENCRYPTION_INDEX_KEY"),
        ("k:Zm9yZm9y", _KEY, "ENCRYPTION_KEYS"),
        (_KEY, _KEY, "ENCRYPTION_KEYS"),
        (f"k:{_KEY},k:{_KEY}", _KEY, "ENCRYPTION_KEYS"),
        (f"k:{_KEY}", "Zm9yZm9y no base64", "ENCRYPTION_INDEX_KEY"),
    ],
)
def test_production_refuses_to_start_without_its_keys(
    keys: str, index_key: str, named: str
) -> None:
    with pytest.raises(KeyringError, match=named) as caught:
        keyring_of(_Settings(keys, index_key))
    assert "Zm9y" not in str(caught.value)


def test_development_makes_keys_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = keyring_of(_Settings(environment="development"))
    assert keyring_of(_Settings(environment="development")) == made
    assert [each.name for each in tmp_path.iterdir()] == [DEVELOPMENT_FILE]
    assert (tmp_path / DEVELOPMENT_FILE).stat().st_mode & 0o77 == 0
