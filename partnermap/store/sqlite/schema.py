"""The tables of an SQLite store: those that keep what was said, and those of the map, made from the model."""

from __future__ import annotations

from hashlib import sha256

from partnermap.model import BY_NAME, KINDS, Kind, Property, Type

APPLICATION = 0x504D4150  # "PMAP": tells our files from other SQLite files
VERSION = 2

MAPPING = """
CREATE TABLE mapping (                     -- how a table of a finance workbook was read
    change INTEGER NOT NULL REFERENCES change (number),
    file TEXT NOT NULL,
    sheet TEXT NOT NULL,
    shape TEXT NOT NULL,                   -- its headings, without years
    text TEXT NOT NULL                     -- the mapping, TOML
) STRICT
"""

STATEMENT_INDEXES = {
    "statement_entity": "CREATE INDEX statement_entity ON statement (entity, thing)",
    "statement_place": "CREATE INDEX statement_place ON statement (place)",
    "statement_change": "CREATE INDEX statement_change ON statement (change)",
}

KEPT = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE change (                      -- everything that was ever done to the map
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('import', 'edit', 'dismissal', 'decision', 'merge', 'undo')),
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    at TEXT NOT NULL,                      -- UTC, ISO 8601
    files TEXT NOT NULL,                   -- JSON: [[name, sha256], ...]
    undoes INTEGER REFERENCES change (number)
) STRICT;

CREATE TABLE place (                       -- a sheet of a file
    key INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sheet TEXT NOT NULL,
    UNIQUE (file, sheet)
) STRICT;

CREATE TABLE entity (                      -- a number for each id, the same for ever
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE statement (                   -- what one row says about one thing
    number INTEGER PRIMARY KEY,
    change INTEGER NOT NULL REFERENCES change (number),
    entity INTEGER NOT NULL REFERENCES entity (key),  -- the thing, once names found to be one are joined
    thing INTEGER REFERENCES entity (key), -- the thing as stated, where that is another
    place INTEGER NOT NULL REFERENCES place (key),
    row INTEGER NOT NULL,                  -- 0 where there is none
    withdrawn INTEGER NOT NULL,            -- 1: the file no longer says anything about the thing
    facts TEXT NOT NULL                    -- JSON: {property: [value, column, text if it differs]}
) STRICT;
CREATE TABLE decision (
    change INTEGER NOT NULL REFERENCES change (number),
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    first TEXT NOT NULL,
    second TEXT NOT NULL
) STRICT;

CREATE TABLE dismissal (
    change INTEGER NOT NULL REFERENCES change (number),
    code TEXT NOT NULL,
    subject TEXT NOT NULL,
    area TEXT,
    agreement TEXT,
    partner TEXT,
    fingerprint TEXT NOT NULL,             -- the facts the finding rested on
    reason TEXT NOT NULL
) STRICT;
""" + ";".join([MAPPING, *STATEMENT_INDEXES.values()])

THING = """
CREATE TABLE thing (                       -- everything that is in the map
    key INTEGER PRIMARY KEY REFERENCES entity (key),
    kind TEXT NOT NULL
) STRICT;
CREATE TABLE waiting (                     -- a thing that names another which is not there
    target INTEGER NOT NULL REFERENCES entity (key),
    thing INTEGER NOT NULL REFERENCES entity (key),
    PRIMARY KEY (target, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_thing ON waiting (thing);
"""

KEPT_TABLES = ("about", "change", "place", "entity", "statement", "decision", "dismissal", "mapping")
UPGRADES: dict[int, str] = {1: MAPPING}
"""For each earlier version, the SQL that brings its kept tables to the next; the map is made anew after that."""

_INTEGERS = (Type.MONEY, Type.WHOLE, Type.YESNO)


def list_table(kind: Kind, prop: Property) -> str:
    """The table that holds a property of several values."""
    return f"{kind.table}_{prop.name}"


def map_statements() -> list[str]:
    """The statements that make the tables of the map."""
    made = [part for part in THING.split(";") if part.strip()]
    for kind in KINDS:
        made += [_table(kind), *(_list(kind, prop) for prop in kind.lists)]
    return [*made, *indexes().values()]


def indexes() -> dict[str, str]:
    """The statements that make the indexes over what names other things, by the index's name."""
    columns = [_index(kind, prop) for kind in KINDS for prop in kind.columns if prop.names_things]
    return dict(columns + [_index(kind, prop) for kind in KINDS for prop in kind.lists if prop.names_things])


def outward_indexes(kind: Kind) -> dict[str, str]:
    """Those over what names only things of kinds that stand before this one in the model."""
    before = {one.name for one in KINDS[: KINDS.index(kind)]}
    return dict(_index(kind, prop) for prop in kind.properties if prop.names_things and before.issuperset(prop.to))


def _index(kind: Kind, prop: Property) -> tuple[str, str]:
    table, column = (list_table(kind, prop), "value") if prop.several else (kind.table, prop.name)
    return f"{table}__{column}", f'CREATE INDEX "{table}__{column}" ON "{table}" ("{column}")'


def fingerprint() -> str:
    """Changes when the tables of the map do."""
    return sha256("\n".join(map_statements()).encode()).hexdigest()


def _table(kind: Kind) -> str:
    columns = [f'"{prop.name}" {_column(prop)}' for prop in kind.columns]
    lines = ['"key" INTEGER PRIMARY KEY REFERENCES thing ("key") DEFERRABLE INITIALLY DEFERRED', *columns]
    return f'CREATE TABLE "{kind.table}" (\n    ' + ",\n    ".join(lines) + "\n) STRICT"


def _list(kind: Kind, prop: Property) -> str:
    lines = [
        f'"owner" INTEGER NOT NULL REFERENCES "{kind.table}" ("key") DEFERRABLE INITIALLY DEFERRED',
        '"position" INTEGER NOT NULL',
        f'"value" {_column(prop)}',
        *(['"share" TEXT'] if prop.type is Type.SHARES else []),
        'PRIMARY KEY ("owner", "position")',
    ]
    return f'CREATE TABLE "{list_table(kind, prop)}" (\n    ' + ",\n    ".join(lines) + "\n) STRICT, WITHOUT ROWID"


def _column(prop: Property) -> str:
    if prop.names_things:
        table = BY_NAME[prop.to[0]].table if len(prop.to) == 1 else "thing"
        needed = " NOT NULL" if prop.required and not prop.several else ""
        return f'INTEGER{needed} REFERENCES "{table}" ("key") DEFERRABLE INITIALLY DEFERRED'
    kept = "INTEGER" if prop.type in _INTEGERS else "TEXT"
    if prop.type is Type.CHOICE:
        column = "value" if prop.several else prop.name
        # IN would say the same, but is made anew for every row and costs half the time of an import.
        return f"{kept} CHECK (" + " OR ".join(f"\"{column}\" = '{choice}'" for choice in prop.choices) + ")"
    return kept
