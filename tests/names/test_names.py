from __future__ import annotations

import ast
import builtins
import keyword
import os
import re
import tomllib
import warnings
from importlib import metadata
from pathlib import Path

import black
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bd_scaffold import names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OrderLine", "order_line"),
        ("HTTPServer", "http_server"),
        ("Ipv4", "ipv4"),
        ("Sha256Hash", "sha256_hash"),
        *(("IPv4Address", "ipv4_address"), ("OAuthToken", "oauth_token")),
        *(("OAuth", "oauth"), ("OAuth2Client", "oauth2_client"), ("Y2K", "y2k")),
        *(("MP3File", "mp3_file"), ("EC2Instance", "ec2_instance"), ("H2O", "h2o")),
        *(
            ("B2BOrder", "b2b_order"),
            ("UserOAuth", "user_oauth"),
            ("IOSApp", "ios_app"),
        ),
        *(
            ("GitHubRepo", "github_repo"),
            ("SaaSPlan", "saas_plan"),
            ("K8sPod", "k8s_pod"),
        ),
        *(
            ("S3Bucket", "s3_bucket"),
            ("Street2", "street2"),
            ("PostgreSQLs", "postgresqls"),
        ),
        ("A", "a"),
        ("order-line", "order_line"),
        ("order_line", "order_line"),
    ],
)
def test_snake_joins_the_words_of_a_name(name: str, expected: str) -> None:
    assert names.snake(name) == expected
    assert names.kebab(name) == expected.replace("_", "-")
    assert names.words(name) == expected.replace("_", " ")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("category", "categories"),
        ("day", "days"),
        ("box", "boxes"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("branch", "branches"),
        ("stomach", "stomachs"),
        ("quiz", "quizzes"),
        ("query", "queries"),
        ("soliloquy", "soliloquies"),
        ("analysis", "analyses"),
        ("person", "people"),
        ("sales_person", "sales_people"),
        ("salesman", "salesmen"),
        ("human", "humans"),
        ("talisman", "talismans"),
        ("child", "children"),
        ("shelf", "shelves"),
        ("hero", "heroes"),
        ("photo", "photos"),
        ("series", "series"),
        ("news", "news"),
        ("order_line", "order_lines"),
        ("y", "ys"),
        ("class", "classes"),
    ],
)
def test_plural_is_english(one: str, many: str) -> None:
    assert names.plural(names.SnakeName(one)) == many


@pytest.mark.parametrize(
    "name", ["from", "class", "metadata", "list", "match", "json", "uuid"]
)
def test_an_attribute_steps_aside_for_a_word_that_is_taken(name: str) -> None:
    assert names.safe_attribute(name) == f"{name}_"


@pytest.mark.parametrize("name", ["name", "id", "number", "model", "model_number"])
def test_an_ordinary_attribute_keeps_its_name(name: str) -> None:
    assert names.safe_attribute(name) == name


def test_no_safe_attribute_hides_what_pydantic_or_python_means() -> None:
    taken = [name for name in dir(BaseModel) if not name.startswith("_")]
    lower = [name for name in dir(builtins) if name.islower() and name.isidentifier()]
    for name in [*taken, *keyword.kwlist, *keyword.softkwlist, *lower]:
        if names.is_snake_name(name) and name != "id":
            assert names.safe_attribute(name) != name


def test_a_module_and_a_class_step_aside_too() -> None:
    assert names.safe_module("class") == "class_"
    assert names.safe_module("models") == "models_"
    assert names.safe_module("order") == "order"
    assert names.safe_class("Exception") == "ExceptionEntity"
    assert names.safe_class("Union") == "UnionEntity"
    assert names.safe_class("Order") == "Order"


def test_no_class_hides_a_builtin() -> None:
    for name in dir(builtins):
        if names.is_class_name(name):
            assert names.safe_class(name) != name


def test_a_long_identifier_is_shortened_and_stays_distinct() -> None:
    one, other = names.shorten("a" * 70), names.shorten("a" * 71)
    assert len(one) == len(other) == 63
    assert one != other
    assert names.shorten("a" * 63) == "a" * 63


def test_sql_words_are_quoted() -> None:
    assert names.quote_sql("order") == '"order"'
    assert names.quote_sql("price") == "price"
    assert names.quote_sql('a"b') == '"a""b"'


@given(st.text())
def test_a_python_string_says_the_text_and_is_stable_under_black(text: str) -> None:
    literal = names.python_string(text)
    assert ast.literal_eval(literal) == text
    assert literal.isprintable()
    source = f"x = {literal}\n"
    assert black.format_str(source, mode=black.Mode(line_length=10_000)) == source


@given(
    st.text(st.characters(categories=("L", "N", "P", "S")) | st.sampled_from(' \n"\\'))
)
def test_a_docstring_says_the_text_in_lines_that_fit(text: str) -> None:
    literal = names.docstring(text, 4)
    assert ast.literal_eval(literal).split() == text.split()
    assert all(
        len(each) <= 88 or " " not in each.strip() for each in literal.split("\n")
    )


def test_the_summary_of_a_docstring_stays_one_line() -> None:
    summary = " ".join(["word"] * 30)
    assert names.docstring(summary, 8, summary=True) == f'"""{summary}"""'
    said = names.docstring(f"{summary}\n\n{summary}", 8, summary=True)
    assert said.split("\n")[:2] == [f'"""{summary}', ""]


@pytest.mark.parametrize(
    ("values", "members"),
    [
        (["on hold", "N/A", "3.5"], ["ON_HOLD", "N_A", "VALUE_3_5"]),
        (["a-b", "a_b", "A b", "a_b_2"], ["A_B", "A_B_2", "A_B_3", "A_B_2_2"]),
        (
            ["+", "-", "grün", "done", "done"],
            ["VALUE", "VALUE_2", "GRUN", "DONE", "DONE"],
        ),
    ],
)
def test_the_members_of_an_enum_all_differ(
    values: list[str], members: list[str]
) -> None:
    assert names.enum_members(values) == members


@given(st.from_regex(names.ENUM_VALUE_PATTERN, fullmatch=True))
def test_an_enum_member_is_an_identifier(value: str) -> None:
    assert names.enum_member(value).isidentifier()


@given(st.from_regex(names.CLASS_PATTERN, fullmatch=True))
def test_every_entity_has_good_names(name: str) -> None:
    if not names.is_class_name(name):
        return
    snake = names.snake(name)
    assert names.is_snake_name(snake) or len(snake) > 60
    assert names.plural(snake).isidentifier()
    assert names.kebab(name) == snake.replace("_", "-")


@pytest.mark.parametrize(
    "text", ["a\n", "a_", "a__b", "_a", "A", "1a", "", "a" * 61, "é"]
)
def test_what_is_no_name_for_a_field(text: str) -> None:
    assert not names.is_snake_name(text)


@pytest.mark.parametrize(
    "name", ["json", "test", "fastapi", "dotenv", "class", "tests", "pydantic-core"]
)
def test_a_project_cannot_take_a_name_that_is_in_use(name: str) -> None:
    assert names.reserved_project_name(name)


@pytest.mark.parametrize(
    "said",
    [
        *("an Order", "a Product", "a User", "a Unit", "an Umbrella", "an API", "a PC"),
        *("an A", "a B", "an integer", "a decimal", "a uuid", "an enum", "an SMS"),
    ],
)
def test_the_article_of_a_noun_is_by_its_sound(said: str) -> None:
    assert names.with_article(said.partition(" ")[2]) == said


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_no_project_is_called_like_what_its_lock_installs() -> None:
    lock = Path(__file__).resolve().parents[2] / "examples" / "shop" / "uv.lock"
    packages = tomllib.loads(lock.read_text())["package"]
    locked = {_normal(each["name"]) for each in packages} - {"shop"}
    modules = {
        module
        for module, owners in metadata.packages_distributions().items()
        if locked.intersection(map(_normal, owners)) and names.is_snake_name(module)
    }
    taken = modules | {each.replace("-", "_") for each in locked}
    assert {"dotenv", "blib2to3", "pydantic_settings"} <= taken
    assert {each for each in taken if not names.reserved_project_name(each)} == set()


def test_no_project_is_called_like_a_module_of_the_standard_library() -> None:
    there = {path.stem for path in Path(os.__file__).parent.iterdir()}
    found = {each for each in there if names.is_snake_name(each)}
    assert {each for each in found if not names.reserved_project_name(each)} == set()


def test_an_ordinary_project_name_is_free() -> None:
    assert names.reserved_project_name("shop") is None


def test_no_row_hides_a_column_by_something_of_its_own() -> None:
    public = [each for each in dir(sa.Row) if not each.startswith("_")]
    columns = [sa.literal(1).label(each) for each in public]
    with sa.create_engine("sqlite://").connect() as connection:
        row = connection.execute(sa.select(*columns)).one()
    with warnings.catch_warnings(action="ignore"):
        hidden = {each for each in public if getattr(row, each) != 1}
    assert hidden == {"t", "tuple"}
    assert [names.safe_attribute(each) for each in sorted(hidden)] == ["t_", "tuple_"]


NOUNS = """
    address alias analysis axis batch bonus box branch bus cache campaign canvas case category
    change child class company country customer_detail database day diagnosis entry event
    expense gas headache house index invoice key knife leaf lens license match matrix movie
    order_line party person phase potato price prize process purchase quiz release response
    shelf shoe size sms_message source status story survey switch tag tax tie vertex virus
    warehouse wife
""".split()  # noqa: SIM905 - a list of words is read as one


@pytest.mark.parametrize("noun", NOUNS)
def test_a_singular_is_found_again_in_its_plural(noun: str) -> None:
    many = names.plural(names.SnakeName(noun))
    assert many != noun
    assert names.singular(many) == noun
    assert names.singular(noun) == noun
    assert names.plural(many) == many


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        *(("Points", "points"), ("Strings", "strings"), ("UserIDs", "user_ids")),
        *(("CustomerDetails", "customer_details"), ("URLs", "urls")),
        *(("APIsOfUsers", "apis_of_users"), ("Settings", "settings")),
        *(("GPS", "gpses"), ("SMS", "smses"), ("HTTPServer", "http_servers")),
        *(("PageViews", "page_views"), ("Sales", "sales"), ("Bus", "buses")),
    ],
)
def test_what_is_plural_already_stays(entity: str, expected: str) -> None:
    assert names.plural(names.snake(entity)) == expected


@pytest.mark.parametrize(
    ("there", "shown", "more"), [(2, 2, 0), (3, 3, 0), (4, 2, 2), (0, 0, 0)]
)
def test_a_list_is_never_cut_by_one(there: int, shown: int, more: int) -> None:
    items = list("abcdef")[:there]
    assert names.first_of(items, 2) == (items[:shown], more)
