"""What docs/neo4j.md says is so: names, questions to paste, and the compose file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from neo4j.exceptions import Neo4jError

from partnermap.settings import SignIn
from partnermap.store import Store
from partnermap.store.neo4j_ import schema
from partnermap.store.neo4j_.store import Neo4jStore
from tests.neo4j.database import Neo4j
from tests.neo4j.jars import LTS
from tests.neo4j.pool import Servers

ROOT = Path(__file__).parents[1]
DOC = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
PASTED = [cypher for cypher in re.findall(r"```cypher\n(.*?)```", DOC, re.DOTALL) if "RETURN" in cypher]
GRANTED = [cypher for cypher in re.findall(r"```cypher\n(.*?)```", DOC, re.DOTALL) if "GRANT" in cypher]


@pytest.fixture(scope="module")
def server(county_store: Store, neo4j_servers: Servers) -> Iterator[Neo4j]:
    """A server with the illustrative county on it."""
    with neo4j_servers.lent() as lent:
        with closing(Neo4jStore(lent.address, SignIn(lent.user, lent.password, lent.database))) as store:
            store.load(county_store.dump())
        yield lent


@pytest.mark.parametrize("name", [*schema.labels(), *schema.relationship_types()])
def test_every_label_and_type_is_named(name: str) -> None:
    assert f"`{name}`" in DOC


def test_there_are_questions_to_paste() -> None:
    assert len(PASTED) == 6


@pytest.mark.parametrize("question", PASTED)
def test_a_question_to_paste_has_an_answer(question: str, server: Neo4j) -> None:
    assert server.ask(question)


def test_rights_are_granted_in_words_that_the_server_understands(server: Neo4j) -> None:
    """Community can say that roles are beyond it only of what it understands."""
    [granted] = GRANTED
    grants = [part.strip() for part in granted.split(";") if part.strip().startswith("GRANT")]
    assert len(grants) == 7
    for grant in grants:
        with pytest.raises(Neo4jError, match="Unsupported administration command"):
            server.driver.execute_query(grant, database_="system")


def test_the_compose_file_runs_the_server_that_is_tested() -> None:
    assert f"image: neo4j:{LTS.version}-community" in COMPOSE
    published = re.findall(r'- "([\d.]+):(\d+):\d+"', COMPOSE)
    assert published == [("127.0.0.1", "7687"), ("127.0.0.1", "7474")]
    assert "NEO4J_PASSWORD:?" in COMPOSE


def test_docker_takes_the_compose_file() -> None:
    if not _run("docker", "compose", "version"):
        pytest.skip("no docker compose on this machine")
    assert _run("docker", "compose", "--file", str(ROOT / "compose.yaml"), "config", "--quiet")


def _run(program: str, *words: str) -> bool:
    environment = os.environ | {"NEO4J_PASSWORD": "secret-1"}
    found = shutil.which(program)
    return found is not None and subprocess.run([found, *words], env=environment, check=False).returncode == 0
