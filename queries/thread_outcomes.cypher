// name: thread_outcomes
// question: Which outcomes have no money, nobody who leads on them, or nothing that measures them?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The outcome.
// column area: Blank.
// column agreement: The agreement that it stands in.
// identity: code, subject, area, agreement
// twin: thread no-money, no-lead, no-indicator

WITH $as_of AS day
MATCH (o:Outcome)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
OPTIONAL MATCH (o)-[:SERVED_BY]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
WITH day, o, a, count(s) AS streams
OPTIONAL MATCH (x:Allocation)-[:SERVES]->(o), (x)-[:`OF`]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
WITH day, o, a, streams, count(s) AS sums
OPTIONAL MATCH (o)-[:LED_BY]->(body:Partner|Partnership)
WHERE coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
WITH o, a, streams, sums, count(body) AS leads
OPTIONAL MATCH (i:Indicator)-[:MEASURES]->(o)
WITH o, a, streams, sums, leads, count(i) AS indicators
UNWIND [
  CASE WHEN streams + sums = 0 THEN 'no-money' END,
  CASE WHEN leads = 0 THEN 'no-lead' END,
  CASE WHEN indicators = 0 THEN 'no-indicator' END
] AS code
WITH code, o, a WHERE code IS NOT NULL
RETURN DISTINCT code, o.name AS subject, '' AS area, a.name AS agreement
