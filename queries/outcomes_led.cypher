// name: outcomes_led
// question: Which outcomes does a partner lead?
// parameter partner: body. The partner's name, or that of a partnership.
// parameter as_of: date, default today. The day on which it is asked.
// column outcome: The outcome.
// column agreement: The agreement that it stands in.
// column themes: The themes that it is about.
// identity: outcome, agreement

WITH $as_of AS day
MATCH (o:Outcome)-[:LED_BY]->(body:Partner|Partnership), (o)-[:UNDER]->(a:Agreement)
WHERE (body.id = $partner OR body.name = $partner)
  AND coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day
  AND coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
OPTIONAL MATCH (o)-[:ABOUT]->(theme:Theme)
WHERE coalesce(theme.since, '') <= day AND coalesce(theme.until, '9999') >= day
RETURN o.name AS outcome, a.name AS agreement, collect(theme.name) AS themes
ORDER BY agreement, outcome
