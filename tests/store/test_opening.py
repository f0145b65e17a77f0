"""Addresses: which store they mean, and what is said of those that mean none."""

from __future__ import annotations

import pytest

from partnermap.store import open_store
from tests.store.files import refusal

KNOWN = "Known are neo4j://, neo4j+s://, neo4j+ssc:// and bolt://."
WRITE_IT = "Write it as neo4j://HOST or neo4j://HOST:7687."
NO_SIGN_IN = (
    "a sign-in has no place in an address, where others can read it. Leave it out, and set NEO4J_USERNAME and "
    "NEO4J_PASSWORD. Change the password if others may have seen it."
)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgres://kent", f"postgres://kent: neither a path nor the address of a Neo4j server. {KNOWN}"),
        (
            "neo4js://db.kent.gov.uk",
            "neo4js://db.kent.gov.uk: neither a path nor the address of a Neo4j server. "
            f"Did you mean neo4j+s://db.kent.gov.uk? {KNOWN}",
        ),
        ("neo4j://", f"neo4j://: not the address of a server. {WRITE_IT}"),
        ("neo4j://kent:port", f"neo4j://kent:port: not the address of a server. {WRITE_IT}"),
        ("neo4j://kent:70000", f"neo4j://kent:70000: not the address of a server. {WRITE_IT}"),
        ("neo4j://kent..gov.uk", f"neo4j://kent..gov.uk: not the address of a server. {WRITE_IT}"),
        (f"neo4j://{'kent' * 20}", f"neo4j://{'kent' * 20}: not the address of a server. {WRITE_IT}"),
        ("neo4j://kent/map?x=1", f"neo4j://kent/map?x=1: not the address of a server. {WRITE_IT}"),
        ("bolt+s://ann:secret@db.kent.gov.uk:7687", f"bolt+s://db.kent.gov.uk:7687: {NO_SIGN_IN}"),
        ("neo4j://ann@kent", f"neo4j://kent: {NO_SIGN_IN}"),
        ("ann:secret@neo4j://kent", f"neo4j://kent: {NO_SIGN_IN}"),
        (
            "NEO4J://kent",
            f"NEO4J://kent: neither a path nor the address of a Neo4j server. Did you mean neo4j://kent? {KNOWN}",
        ),
        ("neo4js://ann:s@cret@kent", "neo4js://kent: neither a path nor the address of a Neo4j server."),
    ],
)
def test_address_that_cannot_be_meant_is_refused_without_what_is_secret(address: str, words: str) -> None:
    said = refusal(lambda: open_store(address))
    assert said.startswith(words)
    assert "secret" not in said
    assert "cret" not in said.removeprefix(words)


@pytest.mark.parametrize(
    "address", ["neo4j:/kent", "neo4j:kent", "neo4j//kent", "Neo4j:/kent", "neo4j:\\\\kent", "neo4j:/ann:secret@kent"]
)
def test_address_with_a_sign_too_few_is_not_taken_for_a_path(address: str) -> None:
    assert refusal(lambda: open_store(address)) == (
        "neo4j://kent: the address of a server has a colon and two slashes. Did you mean neo4j://kent?"
    )


def test_server_without_a_sign_in_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    assert refusal(lambda: open_store("neo4j://localhost")) == (
        "A Neo4j server wants a sign-in. Set NEO4J_USERNAME and NEO4J_PASSWORD, and NEO4J_DATABASE if the database is "
        "not called neo4j; or run this in a terminal, which asks for the password."
    )
