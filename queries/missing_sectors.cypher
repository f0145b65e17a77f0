// name: missing_sectors
// question: Which sector holds no seat at the tables of an agreement?
// parameter as_of: date, default today. The day on which it is asked.
// parameter public_kinds: list, from framework. Kinds of partner of the public sector.
// parameter voluntary_kinds: list, from framework. Kinds of partner of the voluntary and community sector.
// parameter private_kinds: list, from framework. Kinds of partner of the private sector.
// column code: The code of the finding.
// column subject: public, voluntary and community, or private.
// column area: The first area of the agreement.
// column agreement: The agreement.
// identity: code, subject, area, agreement
// twin: missing sector-absent

WITH $as_of AS day
// hollow: partnerships whose list of members is said to be complete and holds no seat
OPTIONAL MATCH (board:Partnership)
WHERE board.members_known = 'all' AND NOT EXISTS {
  MATCH (holder:Partner|Partnership)-[seat:MEMBER_OF]->(board)
  WHERE coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
    AND coalesce(seat.until, '9999') >= day AND coalesce(holder.since, '') <= day
    AND coalesce(holder.until, '9999') >= day
}
WITH day, collect(board.id) AS hollow
// tables: the partnerships that oversee the agreement; if there is none, those that are of every one of its areas
MATCH (a:Agreement)
WHERE coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH day, hollow, a, collect(area.id) AS areas
OPTIONAL MATCH (board:Partnership)-[:OVERSEES]->(a)
WHERE NOT board.id IN hollow AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, hollow, a, areas, collect(board.id) AS overseeing
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
OPTIONAL MATCH (part:Area)-[:WITHIN]->(area)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, a, areas, overseeing, area, collect(part.id) AS parts
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE (named.id = area.id OR named.id IN parts) AND coalesce(place.since, '') <= day
  AND coalesce(place.until, '9999') >= day
WITH day, hollow, a, areas, overseeing, area.id AS area, parts, place.id AS place,
     sum(CASE WHEN named.id = area.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, a, areas, overseeing, place,
     sum(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN 1 ELSE 0 END) AS of_areas
WITH day, hollow, a, areas, overseeing,
     collect(CASE WHEN of_areas > 0 AND of_areas = size(areas) AND NOT place IN hollow THEN place END) AS of_all
WITH day, a, areas, CASE WHEN size(overseeing) > 0 THEN overseeing ELSE of_all END AS tables
WHERE size(tables) > 0
OPTIONAL MATCH (a)-[covers:COVERS]->(area:Area)
WHERE area.id IN areas
WITH day, a, tables, min(covers.position) AS first
OPTIONAL MATCH (a)-[covers:COVERS]->(area:Area)
WHERE covers.position = first
OPTIONAL MATCH (p:Partner)-[seat:MEMBER_OF]->(place:Partnership)
WHERE place.id IN tables AND coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
  AND coalesce(seat.until, '9999') >= day AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
WITH a, area, CASE
       WHEN p.sector = 'public' OR (p.sector IS NULL AND p.kind IN $public_kinds) THEN 'public'
       WHEN p.sector IN ['voluntary', 'community'] OR (p.sector IS NULL AND p.kind IN $voluntary_kinds)
       THEN 'voluntary and community'
       WHEN p.sector = 'private' OR (p.sector IS NULL AND p.kind IN $private_kinds) THEN 'private'
     END AS held
WITH a, area, collect(DISTINCT held) AS sectors
UNWIND ['public', 'voluntary and community', 'private'] AS sector
WITH sector, sectors, area, a WHERE NOT sector IN sectors
RETURN DISTINCT 'sector-absent' AS code, sector AS subject, coalesce(area.name, '') AS area, a.name AS agreement
