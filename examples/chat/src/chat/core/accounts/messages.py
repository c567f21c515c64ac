"""What is mailed. A link's secret stands behind the #, which browsers send to no server."""

from collections.abc import Callable, Mapping

from chat.core.mail import Mail

_TITLE = "Chat API"


def _verify(email: str, url: str, secret: str) -> Mail:
    return Mail(
        email,
        f"{_TITLE}: your account",
        "Somebody, probably you, wants an account with this address. Choose a password here,\n"
        f"within a day:\n\n{url}/verify#token={secret}\n\n"
        "If it was not you, do nothing: there is no account until then.\n",
    )


def _reset(email: str, url: str, secret: str) -> Mail:
    return Mail(
        email,
        f"{_TITLE}: another password",
        "Somebody, probably you, has forgotten the password of the account with this address.\n"
        f"Choose another one here, within an hour:\n\n{url}/reset#token={secret}\n\n"
        "If it was not you, do nothing: the password stays what it is.\n",
    )


WITH_TOKEN: Mapping[str, Callable[[str, str, str], Mail]] = {
    "verify": _verify,
    "reset": _reset,
}


def already_registered(email: str) -> Mail:
    """Return what somebody is told who registers again."""
    return Mail(
        email,
        f"{_TITLE}: your account",
        "Somebody, probably you, wants an account with this address, and there is one.\n"
        "If you have forgotten its password, ask for another one.\n",
    )


def password_changed(email: str) -> Mail:
    """Return what tells an account's owner that its password is another one now."""
    return Mail(
        email,
        f"{_TITLE}: the password was changed",
        "The password of the account with this address was changed.\n"
        "If it was not you, ask for another one at once.\n",
    )
