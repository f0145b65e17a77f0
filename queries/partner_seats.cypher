// name: partner_seats
// question: On which partnerships does a partner sit?
// parameter partner: body. The partner's name, or that of a partnership that sits on others.
// parameter as_of: date, default today. The day on which it is asked.
// column partnership: The partnership.
// column kind: What kind of partnership it is.
// column role: As what; blank: member.
// column since: From which day, where that is stated.
// column areas: The areas that the partnership works for.
// identity: partnership, since

WITH $as_of AS day
MATCH (member:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE (member.id = $partner OR member.name = $partner)
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(member.since, '') <= day AND coalesce(member.until, '9999') >= day
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
OPTIONAL MATCH (place)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
RETURN place.name AS partnership, place.kind AS kind, seat.role AS role, seat.since AS since,
       collect(area.name) AS areas
ORDER BY partnership, since
