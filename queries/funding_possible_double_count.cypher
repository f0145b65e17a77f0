// name: funding_possible_double_count
// question: Which streams may have one sum in two rows: alike in recipient, area, year, basis and line, or one a
//   part's?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The stream; of a stream and its part the whole.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: funding possible-double-count

WITH $as_of AS day
MATCH (x:Allocation)-[:`OF`]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day AND NOT coalesce(x.breakdown, false)
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
OPTIONAL MATCH (x)-[:`TO`]->(r:Partner|Partnership)
OPTIONAL MATCH (x)-[:`IN`]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH s, r.id AS recipient, area.id AS place, x.year AS year, coalesce(x.basis, 'budget') AS basis,
     toLower(trim(coalesce(x.line, ''))) AS line, count(DISTINCT x.id) AS alike
WHERE alike > 1
RETURN DISTINCT 'possible-double-count' AS code, s.name AS subject, '' AS area, '' AS agreement
UNION
WITH $as_of AS day
MATCH steps = (part:FundingStream)-[:PART_OF*1..]->(s:FundingStream)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH DISTINCT day, part, s
MATCH (x:Allocation)-[:`OF`]->(s), (y:Allocation)-[:`OF`]->(part)
WHERE x.year = y.year AND coalesce(x.basis, 'budget') = coalesce(y.basis, 'budget')
  AND NOT coalesce(x.breakdown, false) AND NOT coalesce(y.breakdown, false)
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
  AND coalesce(y.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN y.treatment, false)
OPTIONAL MATCH (x)-[:`TO`]->(r:Partner|Partnership)
OPTIONAL MATCH (y)-[:`TO`]->(q:Partner|Partnership)
OPTIONAL MATCH (x)-[:`IN`]->(here:Area)
WHERE coalesce(here.since, '') <= day AND coalesce(here.until, '9999') >= day
OPTIONAL MATCH (y)-[:`IN`]->(there:Area)
WHERE coalesce(there.since, '') <= day AND coalesce(there.until, '9999') >= day
WITH s, coalesce(r.id, '') AS one, coalesce(q.id, '') AS other, coalesce(here.id, '') AS here, coalesce(there.id,
     '') AS there
WHERE one = other AND here = there
RETURN DISTINCT 'possible-double-count' AS code, s.name AS subject, '' AS area, '' AS agreement
