// name: engagement_no_table
// question: Which agreements does no partnership oversee?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The agreement.
// column area: Blank.
// column agreement: The same agreement.
// identity: code, subject, area, agreement
// twin: engagement no-table

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
WITH day, hollow, a, areas, overseeing, collect(CASE WHEN of_areas > 0 THEN place END) AS area_places,
     collect(CASE WHEN of_areas > 0 AND of_areas = size(areas) AND NOT place IN hollow THEN place END) AS of_all
WITH day, a, areas, area_places, CASE WHEN size(overseeing) > 0 THEN overseeing ELSE of_all END AS tables
WHERE size(tables) = 0
RETURN DISTINCT 'no-table' AS code, a.name AS subject, '' AS area, a.name AS agreement
