// name: two_tier_county_seats
// question: Which partners of a part of a county have no seat on any of its partnerships, and are they heard through
//   others?
// parameter as_of: date, default today. The day on which it is asked.
// parameter unweighted_kinds: list, from framework. Kinds of partner that are not asked for.
// column code: The code of the finding.
// column subject: The partner.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: two-tier no-county-seat, seat-by-proxy

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
MATCH steps = (county)-[:WITHIN*0..]->(wide:Area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, county, parts, inside, upper, collect(DISTINCT wide.id) AS around
OPTIONAL MATCH (p:Partner)-[:COVERS]->(wide:Area)
WHERE wide.id IN around
WITH day, county, parts, inside, upper, collect(DISTINCT p.id) AS covering
OPTIONAL MATCH (holder:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE place.id IN upper AND coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
  AND coalesce(seat.until, '9999') >= day AND coalesce(holder.since, '') <= day
  AND coalesce(holder.until, '9999') >= day
WITH day, county, parts, inside, upper, covering, collect(DISTINCT holder.id) AS holders
OPTIONAL MATCH (holder:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership), (holder)-[voice:SPEAKS_FOR]->(body)
WHERE voice.membership = seat.id AND place.id IN upper AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(holder.since, '') <= day AND coalesce(holder.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
WITH day, county, parts, inside, covering, holders, collect(DISTINCT body.id) AS spoken_for
MATCH (p:Partner)-[:COVERS]->(named:Area)
WHERE named.id IN inside AND NOT p.id IN covering AND NOT p.id IN holders AND NOT p.kind IN $unweighted_kinds
  AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
WITH day, county, parts, holders, spoken_for, p, sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS held
WHERE NOT (held > 1 AND held = size(parts))
OPTIONAL MATCH (p)-[seat:MEMBER_OF]->(board:Partnership)
WHERE (board.id IN holders OR board.id IN spoken_for) AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, county, holders, spoken_for, p, count(board) AS boards
MATCH steps = (p)-[:PART_OF*0..]->(whole:Partner)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH spoken_for, p, boards, sum(CASE WHEN whole.id IN holders THEN 1 ELSE 0 END) AS wholes
RETURN DISTINCT CASE WHEN boards + wholes > 0 OR p.id IN spoken_for
  THEN 'seat-by-proxy' ELSE 'no-county-seat' END AS code,
       p.name AS subject, '' AS area, '' AS agreement
