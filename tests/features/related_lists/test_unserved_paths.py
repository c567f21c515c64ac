"""What lists of very many rows are asked for by other rows, and no index finds."""

from __future__ import annotations

from bd_scaffold import pipeline

_DESIGN = """
name: shop
requirements: {quality: {volume: {Order: 10M, Customer: %s}}}
entities:
  Customer:
    fields: {city: string(60)%s, age: integer}
  Order:
    fields: {customer: Customer%s}
    filter: ["customer.city(not)", customer.age]
    sort: customer.city
    pagination: cursor
"""


def _told(volume: str, city: str = "", relation: str = "") -> str:
    text = (_DESIGN % (volume, city, relation)).encode()
    found = (str(each) for each in pipeline.noted(text, "design.yaml"))
    return next((each for each in found if "BD965 Order" in each), "")


def test_an_order_by_other_rows_is_in_no_index() -> None:
    told = _told("100k")
    assert "?sort=customer_city" in told
    assert "?customer_city" not in told


def test_a_filter_by_other_rows_takes_an_index_where_these_are_many() -> None:
    told = _told("5M", " index")
    assert "?customer_city" not in told
    assert "?customer_age" in told


def test_a_filter_by_other_rows_takes_one_of_the_relation() -> None:
    assert "?customer_city" in _told("100k", relation=" unindexed")
