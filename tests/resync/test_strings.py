"""Strings of people's code follow a declared rename where that is certain, and are listed else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from repository import commit, copy, create, run, status, tree
from typer.testing import CliRunner

from bd_scaffold import cli, update

OLD = """\
name: hotel
entities:
  Booking: {fields: {stock: integer, code: string(9) filter}}
  Guest: {fields: {booking: Booking, code: string(9)}}
"""
NEW = OLD.replace(
    "Booking: {fields: {stock: integer,",
    "Reservation: {was: Booking, fields: {supply: integer was(stock),",
).replace("booking: Booking", "reservation: Reservation was(booking)")
ROUTER = "src/hotel/bookings/router.py"
ROUTE = """

@router.post("/bookings/{booking_id}/cancel", responses=responses(200, errors=(404,)))
async def cancel(booking_id: BookingKey, service: BookingServiceDep) -> Response:
    found = await service.get(booking_id)
    print(f"{left_of(found).stock} left")
    return response.one(found)
"""
REPORT = '''\
"""Reports of our own about a booking."""

ROUTE = "list_bookings"
PATH = f"/api/v1/bookings/{{}}/cancel"
KEY = "bookings.stock"
FOREIGN = "https://partner.example/bookings"
NAME = "stock"
SQL = """
SELECT stock, bookings.code FROM bookings
WHERE stock > :stock AND bookings.code <> 'stock'
"""
'''
OWN = """\
paths:
  /api/v1/bookings/{booking_id}/cancel:
    post:
      operationId: cancel
      tags: [Booking]
      parameters:
        - {name: booking_id, in: path, required: true, schema: {$ref: '#/components/schemas/uuid'}}
      responses:
        '200':
          description: Cancelled.
          content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}
components:
  schemas:
    Booking:
      properties: {label: {type: string}}
"""


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with an endpoint and a report of somebody's own, and its renames."""
    folder = tmp_path_factory.mktemp("created") / "hotel"
    create(folder, OLD)
    (folder / "openapi.own.yaml").write_text(OWN)
    with (folder / ROUTER).open("a") as file:
        file.write(ROUTE)
    commit(folder)
    run(folder)
    (folder / "src/hotel/report.py").write_text(REPORT)
    commit(folder)
    (folder / "design.yaml").write_text(NEW)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    return copy(created, tmp_path / "hotel")


def test_the_path_and_the_parameter_of_an_own_route_follow_a_rename(
    project: Path,
) -> None:
    assert not run(project).conflicts
    text = (project / "src/hotel/reservations/router.py").read_text()
    assert '@router.post("/reservations/{reservation_id}/cancel"' in text.replace(
        "(\n    ", "("
    )
    assert "async def cancel(reservation_id: ReservationKey" in text.replace(
        "(\n    ", "("
    )


def test_operation_ids_tables_and_columns_follow_a_rename(project: Path) -> None:
    run(project)
    lines = (project / "src/hotel/report.py").read_text().splitlines()
    assert lines[2:] == [
        'ROUTE = "list_reservations"',
        'PATH = f"/api/v1/reservations/{{}}/cancel"',
        'KEY = "reservations.supply"',
        'FOREIGN = "https://partner.example/bookings"',
        'NAME = "stock"',
        'SQL = """',
        "SELECT supply, reservations.code FROM reservations",
        "WHERE supply > :stock AND reservations.code <> 'stock'",
        '"""',
    ]


def test_strings_that_may_mean_something_else_are_listed(project: Path) -> None:
    said = CliRunner().invoke(cli.app, ["plan", str(project)]).stdout
    listed = said.partition("Possibly affected by a rename, left as they are\n")[2]
    lines = [each.strip() for each in listed.partition("\n\n")[0].splitlines()]
    where = "src/hotel/report.py"
    assert f"{where}:6  /bookings, if it refers to what is now /reservations" in lines
    assert f"{where}:7  stock, if it refers to what is now supply" in lines
    assert f"{where}:10  stock, if it refers to what is now supply" in lines


def test_what_is_listed_is_found_at_its_line(project: Path) -> None:
    """Imports of longer names take more lines, and what stands below them moves."""
    design = NEW.replace("Reservation", "AccommodationReservation")
    (project / "design.yaml").write_text(design)
    commit(project)
    said = CliRunner().invoke(cli.app, ["update", str(project), "--allow", "break:*"])
    listed = said.stdout.partition("Possibly affected by a rename")[2]
    (place,) = re.findall(r"(\S+/router.py):(\d+)  stock", listed)
    lines = (project / place[0]).read_text().splitlines()
    assert lines[int(place[1]) - 1].strip() == 'print(f"{left_of(found).stock} left")'


def test_an_own_contract_follows_a_rename_and_comes_back(project: Path) -> None:
    before = tree(project)
    run(project)
    own = yaml.safe_load((project / "openapi.own.yaml").read_text())
    assert [*own["paths"]] == ["/api/v1/reservations/{reservation_id}/cancel"]
    assert "ooking" not in str(own)
    assert "M  openapi.own.yaml" in status(project)
    update.abandon(project)
    assert tree(project) == before
