"""The classes take exactly what the contract takes."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import black
import jsonschema_rs
import pytest
from drawn_settings import share
from everything import EVERYTHING, model_of, package_of, schemas_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bd_scaffold import contract
from bd_scaffold.contract import dtos, python
from bd_scaffold.contract.forms import SHARED
from bd_scaffold.record import replace

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

MODEL = model_of(EVERYTHING)
DOCUMENT = contract.document(MODEL)
THING = next(entity for entity in MODEL.entities if entity.name == "Thing")

TRICKY: list[Any] = [
    *(None, True, False, 0, 1, -1, 1.0, 1.5, -0.0, 10, 11, 2**31, -(2**31) - 1),
    *(2**63, -(2**63), 10**400, 1e308, 5e-324, [], {}, [None], {"": None}),
    *("", "0", "1", "5", "-1", "0.5", "0.75", "0.751", "-0.5", "-0.501", "1.50"),
    *("9999.99", "10000", "1e3", "00", "0.", ".5", "+1", " 1", "1 ", "٣", "1_0"),
    *(" ", "\t\u3000", "\x85", "\xa0x", "\u200b", "\n\n", "\x00a"),
    *("true", "True", "false", "yes", "null", "red", "RED", "Red", "2d", "s"),
    *("2026-01-31", "2026-02-30", "2026-1-1", "0000-01-01", "0001-01-01", "20260131"),
    *("09:30:00", "9:30", "24:00:00", "09:30:00.123456", "09:30:00.1234567", "09:30Z"),
    "2026-01-31T09:30:00Z",
    "2026-01-31T09:30:00+02:00",
    "2026-01-31T09:30:00",
    "2026-01-31 09:30:00Z",
    "2026-01-31t09:30:00z",
    "2026-02-30T09:30:00Z",
    "2026-01-31T09:30:60Z",
    "2026-01-31T09:30:00.123456789Z",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-01:00",
    "01890a5d-ac96-774b-bcce-b302099a8057",
    "01890A5D-AC96-774B-BCCE-B302099A8057",
    "01890a5dac96774bbcceb302099a8057",
    "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057",
    *(
        "ada@example.com",
        "ada@example",
        "@",
        "ada@example.com\n",
        "https://example.com/",
    ),
    *("http://[::1]:80/a?b#c", "ftp://example.com", "https://", "192.0.2.1", "::1"),
    *("192.0.2.256", "fe80::1%eth0", "::ffff:192.0.2.1", "aGk=", "aGk", "a-b_"),
    *(
        "a\x00",
        "\x00",
        "abc",
        "abcd",
        "abcde",
        "\n",
        "DE",
        "de",
        "DE\n",
        "1a",
        "xb",
        "é",
    ),
    *(["a"], ["a", "a"], ["abcde"], [1, 2], [1.0], [1.5], ["DE", "DE"], ["DE", "FR"]),
    *({"a": [1, {"b": None}]}, {"a\x00": 1}, {"a": "\x00"}, [[[[]]]], {"n": 1e400}),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return package_of(MODEL, tmp_path_factory.mktemp("sources"))


def accepted(check: Any, value: Any) -> bool:
    try:
        check(value)
    except (ValidationError, jsonschema_rs.ValidationError):
        return False
    return True


def validator_of(schema: dict[str, Any]) -> Any:
    """Return a check by JSON Schema alone, which knows the dialect that the contract speaks."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate


def valid_body(name: str) -> dict[str, Any]:
    """Return a body that the contract takes."""
    values = {
        "string": "a",
        "moment": "2026-01-31T09:30:00Z",
        "time": "09:30:00",
        "mail": "ada@example.com",
        "address": "192.0.2.1",
        "data": {},
        "shape": "0a",
        "country_code": "DE",
        "labels": [],
    }
    schema = DOCUMENT["components"]["schemas"][name]
    return {each: values.get(each, "a") for each in schema.get("required", ())}


@pytest.mark.parametrize("kind", ["Create", "Replace", "Update"])
def test_a_body_is_taken_where_the_contract_takes_it(
    package: ModuleType, kind: str
) -> None:
    cls = getattr(schemas_of(package, "things"), f"Thing{kind}")
    allowed = validator_of({"$ref": f"#/components/schemas/Thing{kind}"})
    body = valid_body(f"Thing{kind}")
    assert accepted(allowed, body)
    names = DOCUMENT["components"]["schemas"][f"Thing{kind}"]["properties"]
    differences = [
        (name, value)
        for name in names
        for value in TRICKY
        if value != {"n": float("inf")}
        and accepted(cls.model_validate, {**body, name: value})
        != accepted(allowed, {**body, name: value})
    ]
    assert not differences


def _values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values near what a schema takes, on both sides of its border."""
    if "$ref" in schema:
        return _values(DOCUMENT["components"]["schemas"][schema["$ref"].split("/")[-1]])
    texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    near: st.SearchStrategy[Any] = st.sampled_from(TRICKY) | texts | st.integers()
    if "pattern" in schema:
        near |= st.from_regex(schema["pattern"])
    if "minimum" in schema and schema["maximum"] < 2**70:
        low, high = schema["minimum"], schema["maximum"]
        near |= st.integers(int(low) - 2, int(high) + 2)
    if "items" in schema:
        near |= st.lists(_values(schema["items"]), max_size=3)
    return near | st.none()


@settings(
    max_examples=share(300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_bodies_near_the_border_fall_on_the_contracts_side(
    package: ModuleType, data: st.DataObject
) -> None:
    schema = DOCUMENT["components"]["schemas"]["ThingCreate"]
    name = data.draw(st.sampled_from(sorted(schema["properties"])))
    value = data.draw(_values(schema["properties"][name]))
    body = {**valid_body("ThingCreate"), name: value}
    cls = schemas_of(package, "things").ThingCreate
    allowed = validator_of({"$ref": "#/components/schemas/ThingCreate"})
    if isinstance(value, str) and value.endswith("\n"):
        return  # a regular expression's end is not the same place for every engine
    try:
        json.dumps(body, allow_nan=False)
    except ValueError:
        return
    assert accepted(cls.model_validate, body) == accepted(allowed, body), value


@pytest.mark.parametrize(
    ("shared", "module", "name"),
    [
        ("date", "dates", "Date"),
        ("date-time", "schemas", "DateTime"),
        ("date-time-local", "datetimes", "LocalDateTime"),
        ("email", "addresses", "Email"),
        ("float", "numbers", "Float"),
        ("ip", "addresses", "Ip"),
        ("time", "times", "Time"),
        ("url", "addresses", "Url"),
        ("uuid", "schemas", "Uuid"),
    ],
)
def test_a_form_is_the_same_in_the_contract_and_in_the_code(
    package: ModuleType, shared: str, module: str, name: str
) -> None:
    core = importlib.import_module(f"{package.__name__}.core.http.{module}")
    told = {"description", "examples"}
    promised = {each: fact for each, fact in SHARED[shared].items() if each not in told}
    assert TypeAdapter(getattr(core, name)).json_schema() == promised


def test_what_the_contract_does_not_name_is_refused(package: ModuleType) -> None:
    schemas = schemas_of(package, "things")
    for cls in (schemas.ThingCreate, schemas.ThingReplace, schemas.ThingUpdate):
        assert cls.model_config["extra"] == "forbid"
    assert not accepted(
        schemas.ThingQuery.model_validate, {"colour": "red", "page2": "1"}
    )


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        (
            "page",
            ["1", "2147483647"],
            ["0", "-1", "1.0", " 1", "+1", "1_0", "", "2147483648"],
        ),
        ("limit", ["1", "100"], ["0", "101", "x"]),
        ("active", ["true", "false"], ["True", "1", "yes", "on", ""]),
        ("min_ratio", ["1", "-0.5", "1e3"], ["nan", "inf", "1e999", ".5", "0x1"]),
        ("min_price", ["0", "1.50"], ["-1", "1e3", "1.505", "01"]),
        ("day", ["2026-01-31"], ["2026-02-30", "0", "2026-01-31T00:00:00Z"]),
        ("moment_after", ["2026-01-31T09:30:00Z"], ["2026-01-31T09:30:00", "0"]),
        ("colour", ["red", "2d"], ["RED", ""]),
        ("sort", ["name", "-name,price"], ["", "name,", "note", "name name"]),
        ("from", ["a"], ["12345678901", "\x00"]),
        ("parent_id", ["01890a5d-ac96-774b-bcce-b302099a8057"], ["0"]),
    ],
)
def test_a_parameter_is_read_from_text_and_from_nothing_else(
    package: ModuleType, name: str, right: list[str], wrong: list[str]
) -> None:
    cls = schemas_of(package, "things").ThingQuery
    taken = [
        text for text in right + wrong if accepted(cls.model_validate, {name: text})
    ]
    assert taken == right


def test_a_key_is_read_from_a_path(package: ModuleType) -> None:
    number = TypeAdapter(schemas_of(package, "series").SeriesKey)
    assert number.validate_python("7") == 7
    for text in ("0", "07", "7.0", "x"):
        assert not accepted(number.validate_python, text)
    code = TypeAdapter(schemas_of(package, "countries").CountryKey)
    assert accepted(code.validate_python, "DE")
    assert not accepted(code.validate_python, "de")


def test_values_are_what_python_calls_them(package: ModuleType) -> None:
    cls = schemas_of(package, "things").ThingCreate
    body = valid_body("ThingCreate") | {
        "price": "1.50",
        "blob": "aGk=",
        "moment": "2026-01-31T09:30:00.5+02:00",
        "count": 3.0,
    }
    thing = cls.model_validate(body)
    assert repr(thing.price) == "Decimal('1.50')"
    assert thing.blob == b"hi"
    assert thing.moment.isoformat() == "2026-01-31T07:30:00.500000+00:00"
    assert repr(thing.count) == "3"
    written = json.loads(thing.model_dump_json(by_alias=True))
    assert written["price"] == "1.50"
    assert written["blob"] == "aGk="
    assert written["moment"] == "2026-01-31T07:30:00.500000Z"


def test_a_message_is_for_people(package: ModuleType) -> None:
    cls = schemas_of(package, "things").ThingCreate
    wrong = {"moment": "now", "price": "x", "data": float("nan"), "address": "home"}
    with pytest.raises(ValidationError) as refused:
        cls.model_validate(valid_body("ThingCreate") | wrong)
    assert {fault["loc"][0]: fault["msg"] for fault in refused.value.errors()} == {
        "moment": "Input should be a moment with its zone, such as 2026-01-31T09:30:00Z",
        "price": "Input should be a decimal text of up to 4 digits and 2 decimals, at least 0",
        "data": "Input should be JSON, with finite numbers and texts without U+0000, "
        "of at most 190 levels",
        "address": "Input should be an IPv4 or IPv6 address, such as 192.0.2.1",
    }


def test_a_decimals_message_names_its_bounds_however_long_they_are(
    tmp_path: Path,
) -> None:
    model = model_of("""
name: widths
entities:
  Wide:
    fields: {y: "decimal(38,10) min(0.0000000001) max(12345678901234567.0000000001)"}
""")
    cls = schemas_of(package_of(model, tmp_path), "wides").WideCreate
    with pytest.raises(ValidationError) as refused:
        cls.model_validate({"y": "0"})
    (fault,) = refused.value.errors()
    bounds = "at least 0.0000000001, at most 12345678901234567.0000000001"
    assert fault["msg"].endswith(f"28 digits and 10 decimals, {bounds}")


LONG = "A" + "bcdefghij" * 6 + "klmno"
HOSTILE = f"""
name: hostile
enums:
  {LONG[:56]}Kind: [{"value" * 10}, b]
entities:
  X:
    fields:
      x: {LONG[:56]}Kind = b
      y: decimal(38,10) min(0.0000000001) max(12345678901234567.0000000001)
  {LONG}:
    fields:
      {"a" * 60}: string(10) pattern("^[A-Z]{{3}}[0-9]{{3}}[A-Z]{{3}}[0-9]{{3}}-[A-Z]{{3}}$") filter
      {"b" * 60}: {LONG[:56]}Kind = b
      {"c" * 60}: decimal(38,10)? min(0.0000000001) filter
      {"d" * 60}: boolean = true
      {"e" * 60}: string(5)[]
      self: string(1)
      cls: string(1)
      model_dump: string(1)
      schema: string(1)
      text: text
      date: date
      decimal: decimal(3,1) = 0
      uuid: uuid?
      enums: integer
      dt: datetime?
  Email:
    fields:
      email: email
  Read:
    fields:
      page_size: integer
      x: X
"""


@pytest.mark.parametrize("design", [EVERYTHING, HOSTILE], ids=["everything", "hostile"])
def test_modules_are_clean(design: str, tmp_path: Path) -> None:
    model = model_of(design)
    package_of(model, tmp_path)
    files = [
        tmp_path / f"{e.package.replace('.', '/')}/schemas.py" for e in model.entities
    ]
    for file in files:
        source = file.read_text()
        assert black.format_str(source, mode=black.Mode()) == source
    rules = "A,B,C4,D,E,F,I,N,PIE,PLC,PLE,PLW,RUF,SIM,TC,TID,UP,W"
    ignored = "A003,A005,D100,D101,D102,D103,D104,D105,D106,D107,E501"
    command = [
        *("-m", "ruff", "check", "--isolated", "--select", rules, "--ignore", ignored)
    ]
    command += [
        "--config",
        'src = ["."]',
        "--config",
        'lint.pydocstyle.convention = "google"',
    ]
    run = subprocess.run(
        [sys.executable, *command, *map(str, files)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_what_has_not_changed_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = model_of(EVERYTHING.replace("note: text?", "note: string(9)?"))
    made = []
    real = dtos.modules

    def counted(model: Any, entities: Any) -> list[str]:
        made.extend(entity.name for entity in entities)
        return real(model, entities)

    monkeypatch.setattr(dtos, "modules", counted)
    assert contract.attach(changed, MODEL) == changed
    assert made == ["Thing"]
    made.clear()
    assert contract.attach(MODEL, MODEL) == MODEL
    assert made == []


def test_what_another_release_wrote_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MODEL.contract is not None
    made = []
    monkeypatch.setattr(
        dtos,
        "modules",
        lambda _, entities: made.extend(entities) or ["" for _ in made],
    )
    older = replace(MODEL, contract=replace(MODEL.contract, release="0.0.9"))
    contract.attach(MODEL, older)
    assert len(made) == len(MODEL.entities)


def test_a_list_under_a_parent_follows_its_key() -> None:
    design = """
name: nested
entities:
  Order:
    fields:
      lines: Line[] by order
  Line:
    fields:
      order: Order
"""
    keyed = design.replace(
        "      lines", "      number: string(9)\n      lines"
    ).replace("by order", "by order\n    key: [number]")
    assert contract.attach(model_of(keyed), model_of(design)) == model_of(keyed)


def test_names_in_a_source_are_those_that_stand_outside_of_texts() -> None:
    source = r"""
x: Annotated[Text | None, Field(pattern=r"^\"Uuid|it's$")] = enums.State.OPEN
y = 'a "Date" \' Time'
"""
    assert python.names_in(source) == (
        {"x", "Annotated", "Text", "None", "Field", "pattern", "r", "enums", "y"}
    )
