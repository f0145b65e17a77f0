// name: shared_tables
// question: Who sits at the same tables as a partner, and at how many?
// parameter partner: body. The partner's name, or that of a partnership that sits on others.
// parameter as_of: date, default today. The day on which it is asked.
// column partner: Who shares a table with it.
// column kind: What kind of partner or partnership that is.
// column tables: How many they share.
// column partnerships: Which.
// identity: partner, kind

WITH $as_of AS day
MATCH (one:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE (one.id = $partner OR one.name = $partner) AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(one.since, '') <= day AND coalesce(one.until, '9999') >= day
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
WITH DISTINCT day, one, place
MATCH (other:Partner|Partnership)-[seat:MEMBER_OF]->(place)
WHERE other.id <> one.id AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(other.since, '') <= day AND coalesce(other.until, '9999') >= day
RETURN other.name AS partner, other.kind AS kind, count(DISTINCT place.id) AS tables,
       collect(DISTINCT place.name) AS partnerships
ORDER BY tables DESC, partner
