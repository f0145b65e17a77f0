"""The way to a Neo4j server: found within seconds, signed in to, read and written in managed transactions."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as neo

from partnermap.errors import LostConnection, RequestError, StoreError
from partnermap.settings import SignIn
from partnermap.store.neo4j_.answering import in_time, watched
from partnermap.store.neo4j_.words import NO_ANSWER, is_stale, may_pass, told

T = TypeVar("T")

ANSWER_SECONDS = 4.5
"""How long a server may take to answer at first."""
RETRY_SECONDS = 30.0
"""How long a transaction is tried again when the connection is lost or the server is not well."""
PAUSE_SECONDS = 0.5
"""How long to wait before it is tried again."""
IDLE_SECONDS = 5.0
"""A connection that was not used for so long is looked at before it is used: the server may have been restarted."""
OLD_SECONDS = 200.0
"""A connection is used for no longer: firewalls forget one that rests for four or five minutes, and tell nobody."""
LONGEST_SECONDS = 3600.0
"""How long one may take: the server ends what a lost program left behind."""
LEAST_VERSION = (5, 26)
BATCH = 10_000
"""Rows that go to the server at once; from 1,000 to 50,000 it hardly matters."""
SOURCE = "partnermap"
"""What our transactions are marked with, for those who have to wait."""
MOST_CONNECTIONS = 400
"""As many as a server serves at once, if its settings are as they come."""

# Without a handler Python prints the driver's warnings, addresses and all, to the person.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Row = TypeVar("Row")


def parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in batches."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


class Unsure(LostConnection):
    """The connection was lost in the moment of the commit: the change was kept wholly or not at all."""


class Torn(Exception):
    """What was read is half of one revision and half of the next: somebody's commit came in between."""


def side_by_side(columns: Sequence[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows that whole columns make.

    Raises:
        Torn: a node was deleted between the reading of one of its properties and the next.
    """
    if len({len(column) for column in columns}) > 1:
        raise Torn
    return zip(*columns, strict=True)


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
        self._is_known = False
        with self._translated():
            self._driver = _driver(address, sign_in)
        # What was written by one session is seen by the next, on whichever server of a cluster that reads.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._told = threading.local()
        self._greet()

    def close(self) -> None:
        self._driver.close()

    # -- reading and writing ---------------------------------------------------------------------

    def reading(
        self, work: Callable[[Transaction], T], seconds: float = LONGEST_SECONDS, patience: float | None = None
    ) -> T:
        """Do what only reads, on a server that may be read from.

        Done again if the connection is lost, or somebody's commit comes in between. ``patience``: for how long.
        """
        unit = _unit(work, {"app": SOURCE}, seconds)
        return self._tried(lambda session: session.execute_read(unit), patience, only_reads=True)

    def writing(
        self, work: Callable[[Transaction], T], who: str = "", what: str = "", seconds: float = LONGEST_SECONDS
    ) -> T:
        """Do all of it or nothing; done again from the start if the connection is lost before the end.

        Raises:
            Unsure: the connection was lost in the moment of the commit.
        """
        unit = _unit(work, {"app": SOURCE, "who": who, "what": what}, seconds)
        return self._tried(lambda session: session.execute_write(unit))

    def alone(self, cypher: str) -> None:
        """Do what cannot be part of a transaction, such as making a constraint, and does no harm if done twice."""
        self._tried(lambda session: session.run(_query(cypher)).consume())

    def _tried(
        self, attempt: Callable[[neo4j.Session], T], patience: float | None = None, only_reads: bool = False
    ) -> T:
        """What an attempt gives. The driver would try again as well, in silence, and longer and longer apart."""
        until = 0.0
        with self._translated():
            while True:
                try:
                    with self._session() as session, watched(self._answers, self._say):
                        return attempt(session)
                except (neo.DriverError, neo.Neo4jError, Torn) as error:
                    now = time.monotonic()
                    until = until or now + (RETRY_SECONDS if patience is None else patience)
                    if now >= until or not may_pass(error, only_reads):
                        raise
                    self._recover(error)
                time.sleep(PAUSE_SECONDS)

    def _session(self, **options: Any) -> neo4j.Session:
        return self._driver.session(database=self._database, bookmark_manager=self._bookmarks, fetch_size=-1, **options)

    def _recover(self, error: Exception) -> None:
        if is_stale(error):
            self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        elif isinstance(error, neo.Neo4jError):
            self._say_again("The server cannot do it at this moment.")
        elif not isinstance(error, Torn):
            self.say_lost()

    def say_lost(self) -> None:
        self._say_again("The connection to the server was lost.")

    def _say_again(self, why: str) -> None:
        """Once, however many transactions of a change meet the same trouble."""
        now = time.monotonic()
        if now > getattr(self._told, "until", 0.0):
            self._say(f"{why} Trying again for {RETRY_SECONDS:.0f} seconds …")
        self._told.until = now + RETRY_SECONDS

    # -- finding ---------------------------------------------------------------------------------

    def _greet(self) -> None:
        """See that a server answers soon, lets us in, and is new enough."""
        try:
            with self._translated():
                agent = in_time(ANSWER_SECONDS, self._agent, self.close)
        except TimeoutError:
            raise LostConnection(f"{self.address}: {NO_ANSWER}") from None
        except StoreError:
            self.close()
            raise
        found = re.search(r"(\d+)\.(\d+)[\w.-]*", agent)
        if found and (int(found[1]), int(found[2])) < LEAST_VERSION:
            self.close()
            raise StoreError(f"{self.address}: runs Neo4j {found[0]}; 5.26 or newer is needed. Upgrade the server.")
        self._is_known = True

    def _agent(self) -> str:
        with self._session(default_access_mode=neo4j.READ_ACCESS) as session:
            return str(session.run("RETURN 1").consume().server.agent)

    def _answers(self) -> bool:
        """Whether a short question is answered soon."""
        try:
            in_time(ANSWER_SECONDS, self._agent)
        except (TimeoutError, neo.DriverError, neo.Neo4jError):
            return False
        return True

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except neo.IncompleteCommit as error:
            raise Unsure(str(told(self.address, error, self._is_known))) from error
        except (neo.DriverError, neo.Neo4jError) as error:
            raise told(self.address, error, self._is_known) from error
        except Torn as error:
            raise StoreError(f"{self.address}: others change this map all the time. Try again.") from error
        except (OverflowError, UnicodeError) as error:
            raise StoreError(
                f"{self.address}: a number or text cannot be kept ({error}). Nothing was changed. Correct it first."
            ) from error


def _unit(work: Callable[[Transaction], T], metadata: dict[str, str], seconds: float) -> Callable[[Any], T]:
    return neo4j.unit_of_work(metadata=metadata, timeout=seconds)(lambda tx: work(Transaction(tx)))


def _driver(address: str, sign_in: SignIn) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        address,
        auth=neo4j.basic_auth(sign_in.user, sign_in.password),
        connection_timeout=ANSWER_SECONDS,
        connection_acquisition_timeout=ANSWER_SECONDS,
        liveness_check_timeout=IDLE_SECONDS,
        max_connection_lifetime=OLD_SECONDS,
        max_connection_pool_size=MOST_CONNECTIONS,
        max_transaction_retry_time=0.0,
        notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        user_agent=SOURCE,
    )
