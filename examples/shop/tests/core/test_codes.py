from shop.core.codes import code_of


def test_codes_have_their_length() -> None:
    assert len(code_of(8)()) == 8
