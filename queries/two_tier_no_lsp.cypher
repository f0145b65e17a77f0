// name: two_tier_no_lsp
// question: Which county or district has no partnership of a general kind that is of it?
// parameter as_of: date, default today. The day on which it is asked.
// parameter general_kinds: list, from framework. Kinds of partnership that are general.
// column code: The code of the finding.
// column subject: The area.
// column area: The same area.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier no-lsp

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
MATCH (county:Area)
WHERE county.tier = 'county' AND any(kind IN $general_kinds WHERE kind <> '')
  AND coalesce(county.since, '') <= day AND coalesce(county.until, '9999') >= day
MATCH (area:Area)-[:WITHIN*0..1]->(county)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH DISTINCT day, hollow, area
OPTIONAL MATCH (part:Area)-[:WITHIN]->(area)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, area, collect(part.id) AS parts
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE (named.id = area.id OR named.id IN parts) AND place.kind IN $general_kinds AND NOT place.id IN hollow
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
WITH area, parts, place.id AS place, sum(CASE WHEN named.id = area.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH area, sum(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN 1 ELSE 0 END) AS held
WHERE held = 0
RETURN DISTINCT 'no-lsp' AS code, area.name AS subject, area.name AS area, '' AS agreement
