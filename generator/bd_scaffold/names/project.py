"""Names that a project cannot have, since something beside its code has them."""

from __future__ import annotations

import sys

from .listed import listed
from .reserved import KEYWORDS

_GENERATED_DEPENDENCIES = listed("""
    aiosmtpd aiosqlite alembic annotated_doc annotated_types anyio argon2 argon2_cffi
    argon2_cffi_bindings ast_serialize async_timeout asyncpg atpublic attr attrs bandit black
    blackd blib2to3 boolean boolean_py cachecontrol certifi cffi charset_normalizer click colorama
    coverage cryptography cyclonedx cyclonedx_python_lib defusedxml deprecated detect_secrets
    dotenv fastapi fastapi_swagger filelock graphql graphql_core greenlet h11 harfile httpcore
    httptools httpx hypothesis hypothesis_graphql idna iniconfig jinja2 joserfc jsonschema_rs
    librt license_expression limits mako markdown_it markdown_it_py markupsafe mdurl mimesis
    msgpack mypy mypy_extensions mypyc opentelemetry opentelemetry_api packageurl
    packageurl_python packaging
    packaging_legacy pathspec pip pip_api pip_audit pip_requirements_parser platformdirs pluggy
    prometheus_client public pwdlib py py_serializable pycparser pydantic pydantic_core
    pydantic_settings pygments pyparsing pyrate_limiter pytest pytest_asyncio pytest_cov python
    python_dotenv pytokens pyyaml redis requests rich ruff schemathesis setuptools sniffio
    sortedcontainers sqlalchemy starlette stevedore structlog tomli tomli_w types_pyyaml
    typing_extensions typing_inspection urllib3 uvicorn uvloop watchfiles websockets werkzeug
    wrapt yaml
""")

_STDLIB_MODULES = sys.stdlib_module_names | {"test"}
"""Python's own list leaves out its tests, which lie on the path all the same."""

_REPOSITORY_FOLDERS = frozenset(["docs", "migrations", "src", "tests", "versions"])


_DEVICES = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}


def is_windows_device(name: str) -> bool:
    """True for a file's or folder's name that Windows keeps for a device, whatever its suffix."""
    return name.partition(".")[0].lower() in _DEVICES


def import_name(name: str) -> str:
    """Return what the package of a project is imported as, by the project's name."""
    return name.replace("-", "_")


def reserved_project_name(name: str) -> str | None:
    """What else has the project's import name, or None where it is free."""
    package = import_name(name)
    if is_windows_device(package):
        return "a device's name on Windows, which no folder there can have"
    if package in KEYWORDS:
        return "a Python keyword"
    if package in _STDLIB_MODULES:
        return "a module of Python's standard library"
    if package in _GENERATED_DEPENDENCIES:
        return "a package that the generated project uses"
    if package in _REPOSITORY_FOLDERS:
        return "a folder of the generated project"
    return None
