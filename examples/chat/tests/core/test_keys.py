import json
import stat
import warnings
from pathlib import Path

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, RSAKey

from chat.core.security.keys import (
    Keys,
    KeysError,
    load_keys,
    new_key,
    read_keys,
    rotated,
)

_KEY = new_key()


def _set(*keys: RSAKey | ECKey | OctKey) -> str:
    return json.dumps({"keys": [key.as_dict(private=True) for key in keys]})


def test_keys_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    text = Keys([_KEY]).private()
    file = tmp_path / "keys.json"
    file.write_text(text)
    for given in (text, str(file)):
        assert load_keys(given, production=True).signing.kid == _KEY.kid


def test_what_is_published_holds_no_secret() -> None:
    (shown,) = Keys([_KEY]).public()["keys"]
    assert shown.keys() == {"kty", "n", "e", "kid", "use", "alg"}


def test_an_elliptic_curve_will_do() -> None:
    key = ECKey.generate_key("P-256", {"kid": "1", "use": "sig", "alg": "ES256"})
    assert read_keys(_set(key, _KEY)).algorithms == ("ES256", "RS256")


def _short_key() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        return _set(RSAKey.generate_key(1024, {"kid": "1", "alg": "RS256"}))


_BAD = {
    "JWT_KEYS is no JSON Web Key Set": "{}",
    "JWT_KEYS can't be read": "/nowhere/at/all",
    "JWT_KEYS has no key": '{"keys": []}',
    "no private key": json.dumps({"keys": [_KEY.as_dict(private=False)]}),
    "no private key of": _set(OctKey.generate_key(256, {"kid": "1", "alg": "HS256"})),
    "fewer than 2048 bits": _short_key(),
    "has no kid": _set(RSAKey.generate_key(2048, {"alg": "RS256"})),
    "neither of RS256 nor of ES256": _set(
        RSAKey.generate_key(2048, {"kid": "1", "alg": "RS512"})
    ),
    "have the same kid": _set(_KEY, _KEY),
}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize(("message", "given"), _BAD.items())
def test_unsafe_keys_are_refused(message: str, given: str) -> None:
    with pytest.raises(KeysError, match=message) as refused:
        load_keys(given, production=False)
    assert str(_KEY.as_dict(private=True)["d"]) not in str(refused.value)


def test_development_makes_its_keys_once(tmp_path: Path) -> None:
    file = tmp_path / "development.json"
    made = load_keys("", production=False, development_file=file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = load_keys("", production=False, development_file=file)
    assert again.signing.kid == made.signing.kid
    assert [*tmp_path.iterdir()] == [file]


def test_development_goes_on_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "development.json"
    assert load_keys("", production=False, development_file=file).signing.kid


def test_production_has_keys_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "development.json"
    with pytest.raises(KeysError, match="JWT_KEYS is not set"):
        load_keys("", production=True, development_file=file)
    assert not file.exists()
    load_keys("", production=False, development_file=file)
    with pytest.raises(KeysError, match="of development"):
        load_keys(str(file), production=True)


def test_the_next_set_has_a_new_key_before_the_one_that_signed() -> None:
    first = rotated(None)
    second = rotated(first)
    third = rotated(second)
    kids = [[key.kid for key in each.verifying] for each in (first, second, third)]
    assert kids[1][1:] == kids[0]
    assert kids[2][1:] == kids[1][:1]
    assert read_keys(third.private()).signing.kid == kids[2][0]
