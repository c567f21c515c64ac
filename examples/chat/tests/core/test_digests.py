from chat.core.security.digests import digest, new_secret


def test_a_secret_is_stored_as_what_it_can_not_be_read_from() -> None:
    secret = new_secret()
    assert len(secret) == 43
    assert secret != new_secret()
    assert secret not in digest(secret)
    assert len(digest(secret)) == 64
