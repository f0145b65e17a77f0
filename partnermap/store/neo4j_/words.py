"""What a server or its driver reports, as words that say what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from neo4j import exceptions as neo

from partnermap.errors import LostConnection, StoreError

_ADDRESS = "Start it, or check the address: neo4j://HOST:7687, or neo4j+s:// with encryption."
NO_ANSWER = f"no Neo4j server answers there. {_ADDRESS}"
_BACK = "Nothing was changed. Try again when it is back."
_LOST = f"the connection to the server was lost. {_BACK}"
_SIGN_IN = "Check NEO4J_USERNAME and NEO4J_PASSWORD."
_ASK = "Ask whoever runs the server"
_EXPIRED = "the sign-in has expired. Run it again."
_READ_ONLY = f"the database may only be read. Nothing was changed. {_ASK}, or name another store with --store."
_ENDED = "the server ended the change. Nothing was changed. Try again."
_BROKEN = (
    "the server could not write to its disk, which may be full, and has to be restarted. "
    f"{_ASK} to make room and restart it. "
)
_MEMORY = "the server has not enough memory for it. Nothing was changed. Give it more in neo4j.conf: {}."
_CODES = {
    "Security.Unauthorized": f"the server does not know this user or password. {_SIGN_IN}",
    "Security.CredentialsExpired": "the password has to be changed before its first use. Sign in with Neo4j Browser "
    "or cypher-shell, choose a new one, and put it into NEO4J_PASSWORD.",
    "Security.AuthenticationRateLimit": f"too many wrong passwords. Wait a few seconds. {_SIGN_IN}",
    "Security.AuthorizationExpired": _EXPIRED,
    "Security.TokenExpired": _EXPIRED,
    "Security.Forbidden": f"this user has not the right to do that. Nothing was changed. {_ASK} for the rights in "
    "docs/neo4j.md.",
    "Database.DatabaseNotFound": "the server has no such database. Check NEO4J_DATABASE.",
    "Statement.NotSystemDatabaseError": "this database keeps no map. Check NEO4J_DATABASE.",
    "General.DatabaseUnavailable": f"the database is not running. {_BACK}",
    "General.ForbiddenOnReadOnlyDatabase": _READ_ONLY,
    "General.WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    "General.MemoryPoolOutOfMemoryError": _MEMORY.format("dbms.memory.transaction.total.max"),
    "General.TransactionOutOfMemoryError": _MEMORY.format("db.memory.transaction.max"),
    "General.TransactionMemoryLimit": _MEMORY.format("server.memory.off_heap.transaction_max_size"),
    "General.OutOfMemoryError": _MEMORY.format("server.memory.heap.max_size"),
    "Cluster.NotALeader": f"the cluster is choosing a new leader. {_BACK}",
    "Transaction.LeaderSwitch": f"the cluster is choosing a new leader. {_BACK}",
    "Transaction.TransactionLogError": f"{_BROKEN}The change was kept wholly or not at all: partnermap history shows.",
    "Transaction.TransactionCommitFailed": f"{_BROKEN}The change was kept wholly or not at all: partnermap history "
    "shows.",
    "Transaction.TransactionStartFailed": f"{_BROKEN}Nothing was changed.",
    "Transaction.TransactionTimedOut": f"it took longer than the server allows. Nothing was changed. {_ASK} to raise "
    "db.transaction.timeout.",
    "Transaction.TransactionTimedOutClientConfiguration": "it took too long and was ended. Nothing was changed.",
    "Transaction.LockAcquisitionTimeout": "others write to this map for too long. Nothing was changed. Try again.",
    "Transaction.DeadlockDetected": "others write to this map all the time. Nothing was changed. Try again.",
    "Transaction.LockClientStopped": _ENDED,
    "Transaction.Terminated": _ENDED,
    "Transaction.MaximumTransactionLimitReached": "too many people are at work on the server. Nothing was changed. "
    "Try again.",
    "Request.NoThreadsAvailable": "too many people are at work on the server. Nothing was changed. Try again.",
    "Statement.ArgumentError": "a text or number is beyond what the server can keep. Nothing was changed.",
    "Schema.ConstraintValidationFailed": "the map does not hold together. Nothing was changed. Run: partnermap check.",
}
_STALE = ("Transaction.BookmarkTimeout", "Transaction.InvalidBookmark", "Transaction.InvalidBookmarkMixture")
_GONE = (neo.ServiceUnavailable, neo.SessionExpired, neo.ConnectionPoolError)


def told(address: str, error: neo.DriverError | neo.Neo4jError, is_known: bool) -> StoreError:
    """The error as one of ours. The server's own words are kept as its cause, for those who look for them.

    ``is_known``: the server has answered before.
    """
    gone = isinstance(error, (*_GONE, neo.DatabaseUnavailable))
    words = _of_server(error) if isinstance(error, neo.Neo4jError) else _of_driver(error, is_known)
    return (LostConnection if gone else StoreError)(f"{address}: {words}")


def may_pass(error: Exception, only_reads: bool) -> bool:
    """Whether the same may succeed a little later."""
    if isinstance(error, neo.IncompleteCommit):
        return only_reads
    if isinstance(error, neo.Neo4jError):
        return error.is_retryable() or is_stale(error) or _is(error, "Statement.EntityNotFound")
    return not isinstance(error, neo.DriverError) or isinstance(error, _GONE)


def is_stale(error: Exception) -> bool:
    """Whether the server does not know what was written before: its database was put back to an earlier day."""
    return isinstance(error, neo.Neo4jError) and _is(error, *_STALE)


def _is(error: neo.Neo4jError, *codes: str) -> bool:
    return _code(error) in codes


def _code(error: neo.Neo4jError) -> str:
    """Category and title, without the classification: that changes between releases and on the way."""
    return ".".join((error.code or "").split(".")[2:])


def _of_server(error: neo.Neo4jError) -> str:
    code = _code(error)
    if code in _CODES:
        return _CODES[code]
    if "too large to index" in (error.message or ""):
        return (
            "a name is too long for the server's index, which takes some 8,000 characters. Nothing was changed. "
            "Shorten it."
        )
    return f"the server refused ({code or 'no reason given'}). Nothing was changed. Run: partnermap check."


def _of_driver(error: neo.DriverError, is_known: bool) -> str:
    if isinstance(error, neo.IncompleteCommit):
        return (
            "the connection was lost in the moment of the commit. What was to be changed was changed wholly or not at "
            "all: partnermap history shows when the server is back."
        )
    if is_known and isinstance(error, _GONE):
        return _LOST
    if isinstance(error, neo.ConfigurationError):
        return f"what answers there is no Neo4j server, or not at this port. {_ADDRESS}"
    return next(filter(None, map(_of_cause, _causes(error))), NO_ANSWER)


def _of_cause(cause: BaseException) -> str:
    """Why no connection came about, if this says it."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"this machine does not trust the server's certificate ({cause.verify_message.rstrip('.')}). Ask whoever "
            "runs the server for one that it trusts; if the server made its own and nobody is in between, write "
            "neo4j+ssc://."
        )
    if isinstance(cause, ssl.SSLError):
        return "what answers there does not encrypt. If the server is not meant to, write neo4j:// without +s or +ssc."
    if isinstance(cause, socket.gaierror):
        return f"this machine finds no server of that name. {_ADDRESS}"
    if "looks like HTTP" in str(cause):
        return "that is a port for browsers. Write the one for Bolt, which is 7687 unless somebody chose another."
    if "incomplete handshake" in str(cause):
        return "what answers there hangs up at once. If the server wants encryption, write neo4j+s:// or neo4j+ssc://."
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it, from the beginnings on."""
    below = [error.__cause__ or error.__context__, *getattr(error, "exceptions", ())]
    for one in below:
        if one is not None:
            yield from _causes(one)
    yield error
