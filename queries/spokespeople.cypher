// name: spokespeople
// question: Who speaks for whom, and on which partnership?
// parameter as_of: date, default today. The day on which it is asked.
// column speaker: Who has the seat.
// column speaks_for: On whose behalf.
// column partnership: Where.
// column row: The id of the membership that says so.
// identity: row, speaks_for

WITH $as_of AS day
MATCH (member:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership),
  (member)-[voice:SPEAKS_FOR]->(body:Partner|Partnership)
WHERE voice.membership = seat.id AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(member.since, '') <= day AND coalesce(member.until, '9999') >= day
  AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
RETURN member.name AS speaker, body.name AS speaks_for, place.name AS partnership, seat.id AS row
ORDER BY speaker, partnership, speaks_for
