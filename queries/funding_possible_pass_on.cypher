// name: funding_possible_pass_on
// question: Which streams have two counted sums in one year for different recipients, the area of one within that of
//   the other?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The stream.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: funding possible-pass-on

WITH $as_of AS day
MATCH steps = (inner:Area)-[:WITHIN*1..]->(outer:Area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH DISTINCT day, inner, outer
MATCH (x:Allocation)-[:`IN`]->(outer), (x)-[:`OF`]->(s:FundingStream), (x)-[:`TO`]->(r:Partner|Partnership)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day AND NOT coalesce(x.breakdown, false)
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
MATCH (y:Allocation)-[:`IN`]->(inner), (y)-[:`OF`]->(s), (y)-[:`TO`]->(q:Partner|Partnership)
WHERE NOT coalesce(y.breakdown, false)
  AND coalesce(y.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN y.treatment, false)
  AND x.year = y.year AND coalesce(x.basis, 'budget') = coalesce(y.basis, 'budget') AND r.id <> q.id
RETURN DISTINCT 'possible-pass-on' AS code, s.name AS subject, '' AS area, '' AS agreement
