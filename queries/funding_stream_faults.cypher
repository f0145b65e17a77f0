// name: funding_stream_faults
// question: Which streams have live sums that serve no outcome, have no figure or name no recipient?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The stream.
// column area: Blank.
// column agreement: Blank.
// identity: code, subject, area, agreement
// twin: funding stream-without-outcome, unquantified, no-recipient

WITH $as_of AS day
MATCH (x:Allocation)-[:`OF`]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
OPTIONAL MATCH (x)-[:`TO`]->(r:Partner|Partnership)
OPTIONAL MATCH (x)-[:SERVES]->(o:Outcome)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
WITH day, s, x.id AS id, x.amount AS amount, count(DISTINCT r.id) AS recipients, count(DISTINCT o.id) AS outcomes
WITH day, s, sum(outcomes) AS outcomes,
     sum(CASE WHEN amount IS NULL THEN 1 ELSE 0 END) AS unquantified,
     sum(CASE WHEN recipients = 0 THEN 1 ELSE 0 END) AS nobody
OPTIONAL MATCH (o:Outcome)-[:SERVED_BY]->(s), (o)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
WITH s, unquantified, nobody, outcomes, count(DISTINCT o.id) AS direct
UNWIND [
  CASE WHEN outcomes + direct = 0 THEN 'stream-without-outcome' END,
  CASE WHEN unquantified > 0 THEN 'unquantified' END,
  CASE WHEN nobody > 0 THEN 'no-recipient' END
] AS code
WITH code, s WHERE code IS NOT NULL
RETURN DISTINCT code, s.name AS subject, '' AS area, '' AS agreement
