// name: two_tier_unlinked_forum
// question: Which partnership of a district has no way into its county forums: no reporting, no seat, no shared
//   partner?
// parameter as_of: date, default today. The day on which it is asked.
// parameter national_kinds: list, from framework. Kinds of partner that are everywhere unless they say where.
// column code: The code of the finding.
// column subject: The partnership.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier unlinked-forum

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
WHERE board.id IN lower AND NOT board.id IN hollow
OPTIONAL MATCH (board)-[:ABOUT]->(theme:Theme)
WHERE coalesce(theme.since, '') <= day AND coalesce(theme.until, '9999') >= day
OPTIONAL MATCH steps = (theme)-[:PART_OF*0..]->(wider:Theme)
WITH day, hollow, county, parts, upper, board, count(theme) AS named,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN wider.id END) AS themes
OPTIONAL MATCH (forum:Partnership)-[:ABOUT]->(wider:Theme)
WHERE wider.id IN themes AND forum.id IN upper AND NOT forum.id IN hollow
WITH day, hollow, county, parts, upper, board, named, collect(DISTINCT forum.id) AS for_themes
OPTIONAL MATCH (forum:Partnership)
WHERE forum.id IN upper AND NOT forum.id IN hollow AND named = 0 AND forum.kind = board.kind
WITH day, hollow, county, parts, upper, board, for_themes, collect(forum.id) AS alike
WITH day, hollow, county, parts, upper, board, for_themes + alike AS forums
WHERE size(forums) > 0
MATCH steps = (board)-[:REPORTS_TO*0..]->(up:Partnership)
WHERE all(n IN nodes(steps) WHERE NOT n.id IN hollow AND coalesce(n.since, '') <= day
  AND coalesce(n.until, '9999') >= day)
WITH day, county, parts, board, forums, sum(CASE WHEN up.id IN upper THEN 1 ELSE 0 END) AS reports
WHERE reports = 0
OPTIONAL MATCH (board)-[seat:MEMBER_OF]->(forum:Partnership)
WHERE forum.id IN forums AND coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
  AND coalesce(seat.until, '9999') >= day
WITH day, county, parts, board, forums, count(seat) AS seats
WHERE seats = 0
MATCH steps = (county)-[:WITHIN*0..]->(wide:Area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, county, parts, board, forums, collect(DISTINCT wide.id) AS around
OPTIONAL MATCH (p:Partner)-[:COVERS]->(wide:Area)
WHERE wide.id IN around
WITH day, county, parts, board, forums, collect(DISTINCT p.id) AS covering
OPTIONAL MATCH (p:Partner)-[seat:MEMBER_OF]->(board), (p)-[other:MEMBER_OF]->(forum:Partnership)
WHERE forum.id IN forums AND NOT p.id IN covering AND coalesce(p.since, '') <= day
  AND coalesce(p.until, '9999') >= day
  AND coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
  AND coalesce(seat.until, '9999') >= day
  AND coalesce(other.role, 'member') <> 'observer' AND coalesce(other.since, '') <= day
  AND coalesce(other.until, '9999') >= day
OPTIONAL MATCH (p)-[:COVERS]->(part:Area)
WHERE part.id IN parts
WITH day, parts, board, p, count(DISTINCT part.id) AS held
// areas that are gone count too: a partner that named them did say where
OPTIONAL MATCH (p)-[:COVERS]->(anywhere:Area)
WITH parts, board, p, held, count(anywhere) AS areas
WITH parts, board, sum(CASE
  WHEN p IS NULL OR (held > 1 AND held = size(parts)) OR (areas = 0 AND p.kind IN $national_kinds) THEN 0 ELSE 1
END) AS shared
WHERE shared = 0
RETURN DISTINCT 'unlinked-forum' AS code, board.name AS subject, '' AS area, '' AS agreement
