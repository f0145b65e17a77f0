// name: funding_sole_stream
// question: Which outcomes rest on one stream alone, its parts counted with it?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The outcome.
// column area: Blank.
// column agreement: The agreement that it stands in.
// identity: code, subject, area, agreement
// twin: funding sole-stream

WITH $as_of AS day
MATCH (o:Outcome)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
OPTIONAL MATCH (o)-[:SERVED_BY]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
WITH day, o, a, collect(DISTINCT s.id) AS direct
OPTIONAL MATCH (x:Allocation)-[:SERVES]->(o), (x)-[:`OF`]->(s:FundingStream)
WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
  AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
WITH day, o, a, direct, collect(DISTINCT s.id) AS paid
MATCH steps = (s:FundingStream)-[:PART_OF*0..]->(topmost:FundingStream)
WHERE (s.id IN direct OR s.id IN paid)
  AND all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
  AND NOT EXISTS {
    MATCH (topmost)-[:PART_OF]->(wider:FundingStream)
    WHERE coalesce(wider.since, '') <= day AND coalesce(wider.until, '9999') >= day
  }
WITH o, a, count(DISTINCT topmost.id) AS streams
WHERE streams = 1
RETURN DISTINCT 'sole-stream' AS code, o.name AS subject, '' AS area, a.name AS agreement
