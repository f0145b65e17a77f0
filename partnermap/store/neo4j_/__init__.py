"""A map on a Neo4j server."""
