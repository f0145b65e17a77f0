// name: two_tier_no_district_forum
// question: Which district has no partnership for a theme, though more than half of the districts have one?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The theme.
// column area: The district.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier no-district-forum

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
MATCH (theme:Theme)<-[:ABOUT]-(board:Partnership)
WHERE board.id IN lower AND NOT board.id IN hollow AND coalesce(theme.since, '') <= day
  AND coalesce(theme.until, '9999') >= day
WITH DISTINCT day, hollow, county, parts, lower, theme
MATCH steps = (theme)-[:PART_OF*0..]->(wider:Theme), (forum:Partnership)-[:ABOUT]->(wider)
WHERE forum.id IN lower AND NOT forum.id IN hollow
  AND all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, county, parts, theme, collect(DISTINCT forum.id) AS forums
MATCH (district:Area)-[:WITHIN]->(county)
WHERE coalesce(district.since, '') <= day AND coalesce(district.until, '9999') >= day
MATCH steps = (district)-[:WITHIN*0..]->(wide:Area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, county, parts, theme, forums, district, collect(DISTINCT wide.id) AS around
OPTIONAL MATCH (forum:Partnership)-[:COVERS]->(wide:Area)
WHERE forum.id IN forums AND wide.id IN around
WITH day, county, parts, theme, forums, district, count(forum) AS covering
OPTIONAL MATCH (part:Area)-[:WITHIN]->(district)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, county, parts, theme, forums, district, covering, collect(part.id) AS pieces
OPTIONAL MATCH (forum:Partnership)-[:COVERS]->(piece:Area)
WHERE forum.id IN forums AND piece.id IN pieces
WITH county, parts, theme, district, covering, pieces, forum.id AS forum, count(piece) AS held
WITH county, parts, theme, district, covering, max(CASE WHEN held > 1
     AND held = size(pieces) THEN 1 ELSE 0 END) AS whole
WITH county, parts, theme, collect(CASE WHEN covering = 0 AND whole = 0 THEN district.name END) AS without
WHERE 2 * size(without) < size(parts)
UNWIND without AS district
RETURN DISTINCT 'no-district-forum' AS code, theme.name AS subject, district AS area, '' AS agreement
