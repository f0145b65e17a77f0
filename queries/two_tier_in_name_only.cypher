// name: two_tier_in_name_only
// question: Which partnerships of a county or of a part of it have a complete list of members and no seat?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The partnership.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier in-name-only

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
// parts: the districts; inside: all areas within the county; upper and lower: the partnerships of either tier
MATCH (county:Area)
WHERE county.tier = 'county' AND coalesce(county.since, '') <= day AND coalesce(county.until, '9999') >= day
OPTIONAL MATCH (part:Area)-[:WITHIN]->(county)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, county, collect(part.id) AS parts
MATCH steps = (inner:Area)-[:WITHIN*0..]->(county)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, hollow, county, parts, collect(DISTINCT CASE WHEN inner.id <> county.id THEN inner.id END) AS inside
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
  AND (named.id = county.id OR named.id IN inside)
WITH day, hollow, county, parts, inside, place.id AS place,
     sum(CASE WHEN named.id = county.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, county, parts, inside, place, whole > 0 OR (some > 1 AND some = size(parts)) AS is_upper
WITH day, hollow, county, parts, inside, collect(CASE WHEN is_upper THEN place END) AS upper,
     collect(CASE WHEN NOT is_upper THEN place END) AS lower
MATCH (board:Partnership)
WHERE board.id IN hollow AND (board.id IN upper OR board.id IN lower)
RETURN DISTINCT 'in-name-only' AS code, board.name AS subject, '' AS area, '' AS agreement
