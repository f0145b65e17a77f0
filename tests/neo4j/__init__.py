"""A real Neo4j server for the tests, started from Neo4j's own jars: no Docker, no installation, no licence key."""
