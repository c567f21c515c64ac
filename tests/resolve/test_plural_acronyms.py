"""An acronym's plural is its capitals and an s, and is no word to make a plural of."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline


@pytest.mark.parametrize(
    ("entity", "path"),
    [
        *(("APIs", "/apis"), ("PCs", "/pcs"), ("CDs", "/cds"), ("KPIs", "/kpis")),
        *(("API", "/apis"), ("PC", "/pcs"), ("UserKPIs", "/user-kpis")),
        *(("IPv4Address", "/ipv4-addresses"), ("GPS", "/gpses"), ("Bus", "/buses")),
    ],
)
def test_the_path_of_an_acronym(entity: str, path: str) -> None:
    text = f"name: lab\nentities: {{{entity}: {{fields: {{code: string(9)}}}}}}\n"
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert [each.path for each in model.entities] == [path]
