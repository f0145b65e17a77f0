"""Every declaration of the model holds together, and every fault that one could have is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partnermap.model import AREA, BLANK_MEANS, BY_NAME, KINDS, MEMBERSHIP, Kind, Property, Type, faults
from partnermap.store.sqlite.schema import map_statements
from partnermap.views.workbook import SHEETS

CODE = Property("code", "Code", Type.TEXT, "An official code.")


def spoilt(prop: Property) -> tuple[Kind, ...]:
    """The model with one more column in Areas."""
    return (replace(AREA, properties=(*AREA.properties[:3], prop)), *KINDS[1:])


def test_model_has_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("prop", "fault"),
    [
        (replace(CODE, says="An official code"), "Area.code: says no sentence"),
        (replace(CODE, name="Code"), "Area.Code: is no plain name"),
        (replace(CODE, name="code2"), "Area.code2: is no plain name"),
        (replace(CODE, type=Type.CHOICE), "Area.code: is a choice without choices"),
        (replace(CODE, choices=("a", "b")), "Area.code: is a choice without choices"),
        (replace(CODE, type=Type.NAME), "Area.code: names no kind"),
        (replace(CODE, to=("Area",)), "Area.code: names no kind"),
        (replace(CODE, type=Type.NAME, to=("Planet",)), "Area.code: names a kind that is not there"),
        (replace(CODE, type=Type.NAME, to=("Area",), acyclic=True), "Area.code: is acyclic but leads nowhere"),
        (
            replace(CODE, type=Type.NAME, to=("Area",), link="Near"),
            "Area.code: has a link that is not in capitals",
        ),
        (replace(CODE, name="tier", heading="Rank"), "Area.tier: declared twice"),
        (replace(CODE, heading="TIER"), "Area: two columns 'tier'"),
    ],
)
def test_broken_property_is_told(prop: Property, fault: str) -> None:
    assert faults(spoilt(prop)) == [fault]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (replace(AREA, key=("name", "planet")), "Area: key 'planet' is no property"),
        (replace(AREA, says="A place"), "Area: says no sentence"),
        (replace(MEMBERSHIP, ends=("partner", "club")), "Membership: end 'club' is no property"),
    ],
)
def test_broken_kind_is_told(kind: Kind, fault: str) -> None:
    assert faults(tuple(kind if one.name == kind.name else one for one in KINDS)) == [fault]


def test_kind_that_is_declared_twice_is_told() -> None:
    assert set(faults((*KINDS, AREA))) == {"Area: declared twice"}


def test_all_faults_are_told_at_once() -> None:
    worst = replace(CODE, name="Code", says="A code", type=Type.CHOICE)
    assert faults(spoilt(worst)) == [
        "Area.Code: says no sentence", "Area.Code: is no plain name", "Area.Code: is a choice without choices",
    ]  # fmt: skip


def test_sheets_tables_and_colours_tell_kinds_apart() -> None:
    for names in ([kind.sheet.casefold() for kind in KINDS], [kind.table for kind in KINDS]):
        assert len(set(names)) == len(KINDS)
    nodes = [kind.colour for kind in KINDS if kind.ends is None]
    assert len(set(nodes)) == len(nodes)


def test_every_kind_has_its_place_in_the_workbook() -> None:
    assert sorted(SHEETS) == sorted(BY_NAME)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind_needs_only_what_is_declared_before_it(kind: Kind) -> None:
    order = [one.name for one in KINDS]
    for prop in kind.properties:
        if prop.required and prop.names_things:
            assert all(order.index(other) < order.index(kind.name) for other in prop.to)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind_has_since_until_and_notes(kind: Kind) -> None:
    assert [prop.heading for prop in kind.properties[-3:]] == ["Since", "Until", "Notes"]
    assert ("aliases" in {prop.name for prop in kind.properties}) == kind.is_named


def test_blank_has_a_meaning_among_the_choices() -> None:
    assert all(meaning in BY_NAME[kind][prop].choices for (kind, prop), meaning in BLANK_MEANS.items())


def test_every_kind_and_list_has_a_table() -> None:
    made = "\n".join(map_statements())
    assert all(f'"{kind.table}"' in made for kind in KINDS)
