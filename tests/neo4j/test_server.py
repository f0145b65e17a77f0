"""The servers that the tests run on do what the tests rely on."""

from __future__ import annotations

from tests.neo4j.server import Server


def test_restart_and_kill_keep_what_was_acknowledged(neo4j_server: Server) -> None:
    _add(neo4j_server, "stopped")
    neo4j_server.restart()
    _add(neo4j_server, "killed")
    neo4j_server.kill()
    assert not neo4j_server.is_ready
    neo4j_server.start()
    assert _names(neo4j_server) == ["killed", "stopped"]


def test_wipe_leaves_no_node_and_on_request_no_constraint(neo4j_server: Server) -> None:
    neo4j_server.driver.execute_query("CREATE CONSTRAINT only IF NOT EXISTS FOR (n:Thing) REQUIRE n.name IS UNIQUE")
    _add(neo4j_server, "one")
    neo4j_server.wipe()
    assert _names(neo4j_server) == []
    assert _constraints(neo4j_server) == ["only"]
    neo4j_server.wipe(schema=True)
    assert _constraints(neo4j_server) == []


def _add(server: Server, name: str) -> None:
    server.driver.execute_query("CREATE (:Thing {name: $name})", name=name, database_=server.database)


def _names(server: Server) -> list[str]:
    records = server.driver.execute_query("MATCH (n:Thing) RETURN n.name ORDER BY n.name", database_=server.database)
    return [record[0] for record in records.records]


def _constraints(server: Server) -> list[str]:
    records = server.driver.execute_query("SHOW CONSTRAINTS YIELD name", database_=server.database)
    return [record[0] for record in records.records]
