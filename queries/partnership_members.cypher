// name: partnership_members
// question: Who sits on a partnership?
// parameter partnership: partnership. The partnership's name.
// parameter as_of: date, default today. The day on which it is asked.
// column member: Who sits there, or observes.
// column kind: What kind of partner or partnership that is.
// column role: As what; blank: member.
// column since: From which day, where that is stated.
// column speaks_for: On whose behalf as well.
// identity: member, since

WITH $as_of AS day
MATCH (member:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE (place.id = $partnership OR place.name = $partnership)
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(member.since, '') <= day AND coalesce(member.until, '9999') >= day
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
OPTIONAL MATCH (member)-[voice:SPEAKS_FOR]->(body:Partner|Partnership)
WHERE voice.membership = seat.id
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
RETURN member.name AS member, member.kind AS kind, seat.role AS role, seat.since AS since,
       collect(body.name) AS speaks_for
ORDER BY member, since
