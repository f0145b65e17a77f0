// name: thread_indicators
// question: Which indicators have no baseline, no target or no year by which?
// parameter as_of: date, default today. The day on which it is asked.
// parameter placeholders: list, default tbc; tba; tbd; to be agreed; to be confirmed; to be determined; placeholder;
//   n/a; -; ?.
//   What stands in a cell, in small letters, that says nothing yet.
// column code: The code of the finding.
// column subject: The indicator.
// column area: Blank.
// column agreement: The agreement of the outcome that it measures.
// identity: code, subject, area, agreement
// twin: thread no-baseline, no-target, no-target-year

WITH $as_of AS day
MATCH (i:Indicator)-[:MEASURES]->(o:Outcome), (o)-[:UNDER]->(a:Agreement)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
WITH i, a, toLower(trim(coalesce(i.baseline, ''))) AS baseline, toLower(trim(coalesce(i.target, ''))) AS target,
     toLower(trim(coalesce(i.target_year, ''))) AS target_year
UNWIND [
  CASE WHEN baseline = '' OR baseline IN $placeholders THEN 'no-baseline' END,
  CASE WHEN target = '' OR target IN $placeholders THEN 'no-target' END,
  CASE WHEN target_year = '' OR target_year IN $placeholders THEN 'no-target-year' END
] AS code
WITH code, i, a WHERE code IS NOT NULL
RETURN DISTINCT code, i.name AS subject, '' AS area, a.name AS agreement
