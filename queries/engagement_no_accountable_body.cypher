// name: engagement_no_accountable_body
// question: Which partnerships receive money under an agreement and name nobody to hold it?
// parameter as_of: date, default today. The day on which it is asked.
// column code: The code of the finding.
// column subject: The partnership.
// column area: Blank.
// column agreement: The agreement.
// identity: code, subject, area, agreement
// twin: engagement no-accountable-body

WITH $as_of AS day
MATCH (x:Allocation)-[:UNDER]->(a:Agreement), (x)-[:`OF`]->(s:FundingStream), (x)-[:`TO`]->(body:Partnership)
WHERE coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
  AND coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
  AND NOT EXISTS { MATCH (body)-[:ACCOUNTABLE_BODY]->(:Partner) }
RETURN DISTINCT 'no-accountable-body' AS code, body.name AS subject, '' AS area, a.name AS agreement
