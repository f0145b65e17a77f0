// name: two_tier_county_forums
// question: Which themes that districts or an agreement work on have no county forum, or only one for something
//   wider?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The theme.
// column area: The county.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier no-county-forum, broader-forum-only

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
OPTIONAL MATCH (a:Agreement)-[:COVERS]->(named:Area)
WHERE coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
  AND (named.id = county.id OR named.id IN parts)
WITH day, hollow, county, parts, upper, lower, a.id AS agreement,
     sum(CASE WHEN named.id = county.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, county, upper, lower,
     collect(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN agreement END) AS agreements
MATCH (theme:Theme)
WHERE coalesce(theme.since, '') <= day AND coalesce(theme.until, '9999') >= day
OPTIONAL MATCH (board:Partnership)-[:ABOUT]->(theme)
WHERE board.id IN lower AND NOT board.id IN hollow
WITH day, hollow, county, upper, agreements, theme, count(board) AS boards
OPTIONAL MATCH (o:Outcome)-[:ABOUT]->(theme), (o)-[:UNDER]->(a:Agreement)
WHERE a.id IN agreements AND coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
WITH day, hollow, county, upper, theme, boards, count(o) AS outcomes
WHERE boards > 0 OR outcomes > 0
MATCH steps = (theme)-[:PART_OF*0..]->(wider:Theme)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH hollow, county, upper, theme, collect(DISTINCT wider.id) AS themes
OPTIONAL MATCH (forum:Partnership)-[:ABOUT]->(wider:Theme)
WHERE wider.id IN themes AND forum.id IN upper AND NOT forum.id IN hollow
WITH county, theme, count(forum) AS forums, sum(CASE WHEN wider.id = theme.id THEN 1 ELSE 0 END) AS own
WHERE own = 0
RETURN DISTINCT CASE WHEN forums = 0 THEN 'no-county-forum' ELSE 'broader-forum-only' END AS code,
       theme.name AS subject, county.name AS area, '' AS agreement
