"""What requests and responses say of signing in."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chat.core.http.addresses import Email
from chat.core.http.schemas import Input, Text
from chat.core.security.passwords import LONGEST, SHORTEST

Password = Annotated[Text, Field(min_length=1, max_length=LONGEST)]
NewPassword = Annotated[Text, Field(min_length=SHORTEST, max_length=LONGEST)]
Secret = Annotated[Text, Field(min_length=1, max_length=200)]


class AddressInput(Input):
    email: Email


class SignInInput(Input):
    email: Email
    password: Password


class NewPasswordInput(Input):
    token: Secret
    password: NewPassword


class PasswordChangeInput(Input):
    current_password: Password
    new_password: NewPassword


class RefreshInput(Input):
    refresh_token: Secret


class TokensRead(BaseModel):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str


class KeyRead(BaseModel):
    kid: str
    kty: str
    use: str
    alg: str


class KeySetRead(BaseModel):
    keys: list[KeyRead]
