// name: thread_leads
// question: On which themes of an agreement that lists its leads does nobody lead for a side?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The theme.
// column area: Blank.
// column agreement: The agreement.
// identity: code, subject, area, agreement
// twin: thread no-local-lead, no-government-lead

WITH $as_of AS day
MATCH (row:Lead)-[:FOR_AGREEMENT]->(a:Agreement)
WHERE coalesce(row.since, '') <= day AND coalesce(row.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
WITH DISTINCT day, a
MATCH (o:Outcome)-[:UNDER]->(a), (o)-[:ABOUT]->(theme:Theme)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(theme.since, '') <= day AND coalesce(theme.until, '9999') >= day
WITH DISTINCT day, a, theme
MATCH steps = (theme)-[:PART_OF*0..]->(wider:Theme)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, a, theme, collect(DISTINCT wider.id) AS themes
UNWIND ['local', 'government'] AS side
OPTIONAL MATCH (row:Lead)-[:FOR_AGREEMENT]->(a), (row)-[:HELD_BY]->(p:Partner)
WHERE row.side = side AND coalesce(row.since, '') <= day AND coalesce(row.until, '9999') >= day
  AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
OPTIONAL MATCH (row)-[:FOR_THEME]->(meant:Theme)
WITH a, theme, side, sum(CASE
  WHEN row IS NULL THEN 0 WHEN meant IS NULL THEN 1 WHEN meant.id IN themes THEN 1 ELSE 0
END) AS leads
WHERE leads = 0
RETURN DISTINCT 'no-' + side + '-lead' AS code, theme.name AS subject, '' AS area, a.name AS agreement
