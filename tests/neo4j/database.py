"""A database on a Neo4j server, as tests look at it, fill it and empty it behind a store's back."""

from __future__ import annotations

from neo4j import Driver, GraphDatabase, Query, Session
from neo4j.exceptions import DriverError, Neo4jError

END_THE_REST = """\
SHOW TRANSACTIONS YIELD transactionId AS other, database, currentQuery
WHERE database = $database AND NOT currentQuery STARTS WITH 'SHOW TRANSACTIONS'
TERMINATE TRANSACTIONS other YIELD message
RETURN message
"""
DELETE_ALL = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
INDEXES = "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
"""Those of constraints too; every database is made with the two for look-ups."""


class Neo4j:
    """A server, and its one database that tests fill and wipe."""

    def __init__(self, address: str, user: str, password: str, database: str = "neo4j") -> None:
        self.address = address
        self.user = user
        self.password = password
        self.database = database
        self._driver: Driver | None = None

    @property
    def auth(self) -> tuple[str, str]:
        return self.user, self.password

    @property
    def driver(self) -> Driver:
        """The tests' own way in, to look and act behind a store's back; closed with the server."""
        if self._driver is None:
            self._driver = GraphDatabase.driver(self.address, auth=self.auth)
        return self._driver

    def session(self) -> Session:
        return self.driver.session(database=self.database)

    @property
    def is_ready(self) -> bool:
        """Whether the database answers a question, asked once by somebody new."""
        try:
            with (
                GraphDatabase.driver(self.address, auth=self.auth, connection_acquisition_timeout=2) as driver,
                driver.session(database=self.database) as session,
            ):
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError):
            return False
        return True

    def ask(self, cypher: str, **parameters: object) -> list[list[object]]:
        """The rows of an answer, asked once: what fails is not tried again."""
        with self.session() as session:
            return [list(row) for row in session.run(Query(cypher), parameters)]

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a node nor an index or constraint."""
        return self.ask("MATCH (n) RETURN count(n)") == [[0]] and not self.ask(INDEXES)

    def wipe(self, *, schema: bool = False) -> None:
        """Delete every node; constraints and indexes only on request, since making them anew takes half a second.

        What another test left running is ended first, since it may hold locks.
        """
        with self.session() as session:
            session.run(END_THE_REST, database=self.database).consume()
            session.run(DELETE_ALL).consume()
            if schema:
                _drop_schema(session)

    def close(self) -> None:
        if self._driver is not None:
            self._driver.close()
            self._driver = None


def _drop_schema(session: Session) -> None:
    for name in session.run("SHOW CONSTRAINTS YIELD name").value():
        session.run(Query(f"DROP CONSTRAINT `{name}`")).consume()
    for name in session.run(INDEXES).value():
        session.run(Query(f"DROP INDEX `{name}`")).consume()
