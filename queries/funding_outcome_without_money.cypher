// name: funding_outcome_without_money
// question: Which outcomes does no stream serve, by itself or through a live sum?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The outcome.
// column area: Blank.
// column agreement: The agreement that it stands in.
// identity: code, subject, area, agreement
// twin: funding outcome-without-money

WITH $as_of AS day
MATCH (o:Outcome)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
  AND NOT EXISTS {
    MATCH (o)-[:SERVED_BY]->(s:FundingStream)
    WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
  }
  AND NOT EXISTS {
    MATCH (x:Allocation)-[:SERVES]->(o), (x)-[:`OF`]->(s:FundingStream)
    WHERE coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
      AND coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
  }
RETURN DISTINCT 'outcome-without-money' AS code, o.name AS subject, '' AS area, a.name AS agreement
