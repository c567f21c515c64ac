"""Texts that are stored in one form: the types of bodies and filters, the checks, the samples."""

from __future__ import annotations

from bd_scaffold import contract, pipeline
from bd_scaffold.model.types import Entity, Model
from bd_scaffold.resolve.normal import BLANKS, for_postgresql, normalised
from bd_scaffold.sources.resources import BLUEPRINT


def built(fields: str) -> Model:
    text = f"name: shop\nentities: {{User: {{fields: {{{fields}}}}}}}"
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def dtos(entity: Entity) -> str:
    return entity.contract.dtos if entity.contract else ""


def test_bodies_and_filters_share_the_type_that_gives_the_form() -> None:
    made = built("login: email unique lower, badge: 'string(8)? trim upper filter'")
    text = dtos(made.entities[0])
    assert "LoginText = Annotated[Email, Lower]\n" in text
    assert "BadgeText = Annotated[Text, Field(max_length=8), Trim, Upper]\n" in text
    assert text.count("    badge: BadgeText") == 5  # the query is one of them
    assert made.parts == ("by_engine", "constraints", "normal")


def test_the_contract_says_what_is_stored_and_takes_what_it_took() -> None:
    made = (built(f"login: string(9) {words}") for words in ("", "trim lower"))
    documents = (contract.generated(each)["components"]["schemas"] for each in made)
    before, after = (each["User"]["properties"]["login"] for each in documents)
    said = "Stored in lower case and without white space at its ends."
    assert after == {**before, "description": said}


def test_blanks_need_no_check_of_each_engine() -> None:
    assert built("login: string(9) trim").parts == ("normal",)


def test_samples_have_the_form() -> None:
    made = built("a: string(8) unique upper, b: string(1) unique upper, c: email lower")
    body = made.entities[0].resource.python.body
    assert '"a": f"A-{n}",' in body
    assert '            "A",\n            "B",\n' in body


def test_texts_keep_their_length_where_only_cases_change() -> None:
    assert normalised("İß ÇIÑ", ("lower",)) == "İß çiñ"
    assert normalised("straße ŉ", ("upper",)) == "STRAßE ŉ"
    assert normalised(f"{BLANKS}A b{BLANKS}", ("trim", "lower")) == "a b"


def test_a_check_of_a_case_is_about_ascii_letters_on_both_engines() -> None:
    assert (
        for_postgresql('lower("E (mail)") = "E (mail)"')
        == 'lower("E (mail)" COLLATE "C") = "E (mail)"'
    )
    assert for_postgresql("trim(a, ' ') = a") == ""


def test_generated_code_knows_the_same_blanks() -> None:
    part = BLUEPRINT / "fastapi/parts/normal/outputs/src/__package__/core/http"
    text = (part / "normal.py.jinja").read_text(encoding="utf-8")
    _, _, after = text.partition("_BLANKS = ")
    assert eval(after.partition(")\n")[0] + ")") == BLANKS
