// name: partners_without_covers
// question: Which partners say nowhere where they work, so that no report can expect them anywhere?
// parameter as_of: date, default today. The day on which it is asked.
// parameter national_kinds: list, from framework. Kinds of partner that are everywhere unless they say where.
// column partner: The partner.
// column kind: What kind of partner it is.
// column seats: On how many partnerships it sits.
// column row: The partner's id.
// identity: row

WITH $as_of AS day
MATCH (p:Partner)
WHERE NOT p.kind IN $national_kinds
  AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
OPTIONAL MATCH (p)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH day, p, count(area) AS areas
WHERE areas = 0
OPTIONAL MATCH (p)-[seat:MEMBER_OF]->(place:Partnership)
WHERE coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
RETURN p.name AS partner, p.kind AS kind, count(DISTINCT place.id) AS seats, p.id AS row
ORDER BY partner, row
