"""The way to a Neo4j server: found within seconds, signed in to, read and written in managed transactions."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as neo

from partnermap.errors import LostConnection, RequestError, StoreError
from partnermap.settings import SignIn
from partnermap.store.neo4j_.words import NO_ANSWER, told

T = TypeVar("T")

ANSWER_SECONDS = 4.5
"""How long a server may take to answer at first."""
RETRY_SECONDS = 30.0
"""How long a transaction is tried again when the connection is lost or the server is not well."""
LONGEST_SECONDS = 3600.0
"""How long one may take: the server ends what a lost program left behind."""
LEAST_VERSION = (5, 26)
BATCH = 10_000
"""Rows that go to the server at once; from 1,000 to 50,000 it hardly matters."""
SOURCE = "partnermap"
"""What our transactions are marked with, for those who have to wait."""


Row = TypeVar("Row")


def parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in batches."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


class NoAnswer(LostConnection):
    """Nothing was heard from the server in the time that it has to answer."""


class Unsure(LostConnection):
    """The connection was lost in the moment of the commit: the change was kept wholly or not at all."""


class Transaction:
    """One transaction. Cypher takes parameters; names in it come from the model."""

    def __init__(self, tx: neo4j.ManagedTransaction) -> None:
        self._tx = tx

    def rows(self, cypher: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of the answer."""
        return [tuple(record.values()) for record in self._tx.run(_query(cypher), parameters)]

    def columns(self, cypher: str, **parameters: Any) -> Sequence[list[Any]]:
        """The one row of an answer that collects whole columns."""
        record = self._tx.run(_query(cypher), parameters).single(strict=True)
        return list(record.values())

    def run(self, cypher: str, **parameters: Any) -> neo4j.SummaryCounters:
        """Make a change; gives what it counted."""
        return self._tx.run(_query(cypher), parameters).consume().counters

    def table(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Names of columns, and rows, of a question that a person wrote. RequestError: it is not sound."""
        try:
            result = self._tx.run(_query(cypher), dict(parameters))
            return tuple(result.keys()), [tuple(record.values()) for record in result]
        except neo.ClientError as error:
            if ".Statement." not in (error.code or ""):
                raise
            words = " ".join((error.message or "no reason given").split())
            raise RequestError(f"The question cannot be answered: {words}") from error


def _query(cypher: str) -> Any:
    """The driver asks for texts known beforehand, since labels cannot be parameters; ours come from the model."""
    return cypher


class Server:
    """A server and the database on it that holds the map. Safe to share between threads."""

    def __init__(self, address: str, sign_in: SignIn, say: Callable[[str], None] = lambda _: None) -> None:
        self.address = address
        self._say = say
        self._database = sign_in.database
        # Without a handler Python prints the driver's warnings, addresses and all, to the person.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        with self._translated():
            self._driver = _driver(address, sign_in)
        # What was written by one session is seen by the next, on whichever server of a cluster that reads.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        try:
            self._greet()
        except NoAnswer:
            raise  # whoever still waits for the answer closes the driver
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._driver.close()

    def _greet(self) -> None:
        """See that a server answers soon, lets us in, and is new enough."""
        with self._translated():
            agent = _within(ANSWER_SECONDS, self._driver, self._agent)
        if agent is None:
            raise NoAnswer(f"{self.address}: {NO_ANSWER}")
        release = agent.partition("/")[2]
        if tuple(int(part) for part in release.split(".")[:2] if part.isdigit()) < LEAST_VERSION:
            raise StoreError(f"{self.address}: runs Neo4j {release}; 5.26 or newer is needed. Upgrade the server.")

    def _agent(self) -> str:
        with self._session() as session:
            return str(session.run("RETURN 1").consume().server.agent)

    def reading(self, work: Callable[[Transaction], T], seconds: float = LONGEST_SECONDS) -> T:
        """Do what only reads, on a server that may be read from; done again if the connection is lost."""
        with self._translated(), self._session() as session:
            return session.execute_read(self._unit(work, {"app": SOURCE}, seconds))

    def writing(
        self, work: Callable[[Transaction], T], who: str = "", what: str = "", seconds: float = LONGEST_SECONDS
    ) -> T:
        """Do all of it or nothing; done again from the start if the connection is lost before the end.

        Raises:
            Unsure: the connection was lost in the moment of the commit.
        """
        with self._translated(), self._session() as session:
            return session.execute_write(self._unit(work, {"app": SOURCE, "who": who, "what": what}, seconds))

    def alone(self, cypher: str) -> None:
        """Do what cannot be part of a transaction, such as making a constraint."""
        with self._translated(), self._session() as session:
            session.run(_query(cypher)).consume()

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, bookmark_manager=self._bookmarks, fetch_size=-1)

    def _unit(self, work: Callable[[Transaction], T], metadata: dict[str, str], seconds: float) -> Callable[[Any], T]:
        tries = iter(range(1000))

        @neo4j.unit_of_work(metadata=metadata, timeout=seconds)
        def unit(tx: neo4j.ManagedTransaction) -> T:
            if next(tries) == 1:
                self._say(f"The connection to the server was lost. Trying again for {RETRY_SECONDS:.0f} seconds …")
            return work(Transaction(tx))

        return unit

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except neo.IncompleteCommit as error:
            raise Unsure(str(told(self.address, error))) from error
        except (neo.DriverError, neo.Neo4jError) as error:
            raise told(self.address, error) from error
        except (OverflowError, UnicodeEncodeError) as error:
            raise StoreError(
                f"{self.address}: a number or text cannot be kept ({error}). Nothing was changed. Correct it first."
            ) from error


def _driver(address: str, sign_in: SignIn) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        address,
        auth=neo4j.basic_auth(sign_in.user, sign_in.password),
        connection_timeout=ANSWER_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        user_agent=SOURCE,
    )


def _within(seconds: float, driver: neo4j.Driver, call: Callable[[], T]) -> T | None:
    """What the call gives; None if that takes longer. The driver's own limits hold for each address and each step."""
    given: list[T] = []
    failed: list[Exception] = []
    late = threading.Event()

    def ask() -> None:
        try:
            given.append(call())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            failed.append(error)
        if late.is_set():
            driver.close()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        late.set()
    if failed:
        raise failed[0]
    return given[0] if given else None
