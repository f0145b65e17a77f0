"""What a server or its driver reports, as words that say what to do."""

from __future__ import annotations

from neo4j import exceptions as neo

from partnermap.errors import LostConnection, StoreError

_ADDRESS = "Start it, or check the address: neo4j://HOST:7687, or neo4j+s:// with encryption."
NO_ANSWER = f"no Neo4j server answers there. {_ADDRESS}"
_AGAIN = "Nothing was changed. Try again when it is back."
_SIGN_IN = "Check NEO4J_USERNAME and NEO4J_PASSWORD."
_CODES = {
    "Security.CredentialsExpired": "the password has to be changed before its first use. Sign in with Neo4j Browser "
    "or cypher-shell, choose a new one, and put it into NEO4J_PASSWORD.",
    "Security.AuthenticationRateLimit": "too many wrong passwords. Wait a few seconds. " + _SIGN_IN,
    "Security.AuthorizationExpired": "the sign-in has expired. Run it again.",
    "Security.TokenExpired": "the sign-in has expired. Run it again.",
    "Security.Forbidden": "this user has not the right to do that. Nothing was changed. Ask whoever runs the server "
    "for the rights in docs/neo4j.md.",
    "Database.DatabaseNotFound": "the server has no such database. Check NEO4J_DATABASE.",
    "Database.DatabaseUnavailable": f"the database is not running, or its disk is full. {_AGAIN}",
    "Database.DatabaseLimitReached": f"the server can hold no more. {_AGAIN}",
    "General.ForbiddenOnReadOnlyDatabase": "the database may only be read. Nothing was changed. Ask whoever runs the "
    "server, or name another store with --store.",
    "General.WriteOnReadOnlyAccessDatabase": "the database may only be read. Nothing was changed. Ask whoever runs the "
    "server, or name another store with --store.",
    "General.MemoryPoolOutOfMemoryError": "the server has not enough memory for a change of this size. Nothing was "
    "changed. Give it more: server.memory.heap.max_size in neo4j.conf.",
    "General.TransactionOutOfMemoryError": "the server has not enough memory for a change of this size. Nothing was "
    "changed. Give it more: db.memory.transaction.max in neo4j.conf.",
    "General.OutOfDiskSpace": f"the server's disk is full. {_AGAIN}",
    "Cluster.NotALeader": f"the cluster is choosing a new leader. {_AGAIN}",
    "Transaction.TransactionTimedOut": "it took longer than the server allows. Nothing was changed. "
    "Ask whoever runs the server to raise db.transaction.timeout.",
    "Transaction.TransactionTimedOutClientConfiguration": "it took too long and was ended. Nothing was changed.",
    "Transaction.DeadlockDetected": "others write to this map all the time. Nothing was changed. Try again.",
    "Transaction.LockClientStopped": f"the server ended the change. {_AGAIN}",
    "Transaction.Terminated": f"the server ended the change. {_AGAIN}",
    "Statement.ArgumentError": "a text or number is beyond what the server can keep. Nothing was changed.",
    "Schema.ConstraintValidationFailed": "the map does not hold together. Nothing was changed. Run: partnermap check.",
}


def told(address: str, error: neo.DriverError | neo.Neo4jError) -> StoreError:
    """The error as one of ours. The server's own words are kept as its cause, for those who look for them."""
    return _kind_of_error(error)(f"{address}: {_in_words(error)}")


def _kind_of_error(error: Exception) -> type[StoreError]:
    gone = (neo.ServiceUnavailable, neo.SessionExpired, neo.DatabaseUnavailable, neo.ConnectionPoolError)
    return LostConnection if isinstance(error, gone) else StoreError


def _in_words(error: neo.DriverError | neo.Neo4jError) -> str:
    if isinstance(error, neo.Neo4jError):
        return _of_server(error)
    if isinstance(error, neo.CertificateConfigurationError) or "ssl" in _chain(error):
        return (
            "the connection could not be encrypted. Check the scheme: neo4j:// without encryption, neo4j+s:// with a "
            "certificate that this machine trusts, neo4j+ssc:// with one of the server's own making."
        )
    if isinstance(error, neo.ConfigurationError):
        return f"the driver cannot use this address. {_ADDRESS}"
    if isinstance(error, neo.SessionExpired | neo.IncompleteCommit):
        return f"the connection to the server was lost. {_AGAIN}"
    return NO_ANSWER


def _of_server(error: neo.Neo4jError) -> str:
    code = (error.code or "").removeprefix("Neo.")
    category = code.partition(".")[2]
    if category in _CODES:
        return _CODES[category]
    if isinstance(error, neo.AuthError):
        return f"the server does not know this user or password. {_SIGN_IN}"
    if "too large to index" in (error.message or "") or "too long" in (error.message or ""):
        return (
            "a name is too long for the server's index, which takes some 8,000 characters. Nothing was changed. "
            "Shorten it."
        )
    return f"the server refused ({category or 'no reason given'}). Nothing was changed. Run: partnermap check."


def _chain(error: BaseException | None) -> str:
    """The names and words of an error and its causes, in small letters."""
    words = []
    while error is not None:
        words.append(f"{type(error).__name__} {error}")
        error = error.__cause__ or error.__context__
    return " ".join(words).casefold()
