"""Reference facts: each has its source and says whether it was confirmed."""

from __future__ import annotations

import csv

import pytest

from partnermap.resources import data_folder


def rows(name: str) -> list[dict[str, str]]:
    with (data_folder() / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "name", ["aliases", "departments", "equivalents", "pilots", "regions", "streams", "successions", "words"]
)
def test_every_fact_has_a_source_and_says_whether_it_is_confirmed(name: str) -> None:
    for row in rows(name):
        assert row["Source"], row
        assert row["Confirmed"] in ("true", "false"), row
        assert (row["Source"].startswith("from memory")) <= (row["Confirmed"] == "false"), row


def test_pilots_stand_in_the_nine_regions() -> None:
    regions = {row["Region"] for row in rows("regions")}
    pilots = rows("pilots")
    assert len(regions) == 9
    assert {row["Region"] for row in pilots} == regions
    assert len(pilots) == 21
    assert [row["Pilot"] for row in pilots if row["Single pot"] == "yes"] == ["Telford and Wrekin"]


def test_counties_among_the_pilots_have_41_districts() -> None:
    counties = [row for row in rows("pilots") if row["Type"] == "county"]
    assert len(counties) == 5
    assert sum(len(row["Districts"].split("; ")) for row in counties) == 41


def test_streams_come_from_departments_that_are_listed() -> None:
    departments = {row["Department"] for row in rows("departments")} | {"Communities and Local Government"}
    assert all(set(row["Department"].split("; ")) <= departments for row in rows("streams"))


PARTS = ("body", "whole", "differs", "general", "tail", "pair", "small", "short", "place")


def test_words_have_a_known_part_and_what_they_mean() -> None:
    for row in rows("words"):
        assert row["Part"] in PARTS, row
        assert bool(row["Means"]) == (row["Part"] in ("body", "short")), row
        assert row["Tier"] in ("", "county", "district", "parish"), row
        assert all(
            ("*" in word) == (row["Part"] == "body") for word in row["Words"].split("; ") if row["Part"] != "short"
        )


def test_words_stand_once_in_a_part() -> None:
    found = [(row["Part"], word.casefold()) for row in rows("words") for word in row["Words"].split("; ")]
    assert [one for one in set(found) if found.count(one) > 1] == []


def test_kinds_of_body_that_followed_each_other_have_forms() -> None:
    sorts = {row["Means"].casefold() for row in rows("words") if row["Part"] == "body"}
    for was in (
        "Primary care trust",
        "Clinical commissioning group",
        "Police authority",
        "Passenger transport authority",
    ):
        assert {row["Became"].casefold() for row in rows("successions") if row["Was"] == was} & sorts, was
