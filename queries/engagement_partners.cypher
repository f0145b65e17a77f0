// name: engagement_partners
// question: Which partners are absent from an agreement, unengaged, declined, named or paid without having agreed,
//   or lead without a seat?
// parameter as_of: date, default today. The day on which it is asked.
// parameter national_kinds: list, from framework. Kinds of partner that are everywhere unless they say where.
// parameter unweighted_kinds: list, from framework. Kinds of partner that are asked only where they take part.
// column code: The code of the finding.
// column subject: The partner.
// column area: Blank.
// column agreement: The agreement.
// identity: code, subject, area, agreement
// twin: engagement absent, unengaged, declined, named-not-agreed, money-without-consent, lead-without-seat

WITH $as_of AS day
// hollow: partnerships whose list of members is said to be complete and holds no seat
OPTIONAL MATCH (board:Partnership)
WHERE board.members_known = 'all' AND NOT EXISTS {
  MATCH (holder:Partner|Partnership)-[seat:MEMBER_OF]->(board)
  WHERE coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
    AND coalesce(seat.until, '9999') >= day AND coalesce(holder.since, '') <= day
    AND coalesce(holder.until, '9999') >= day
}
WITH day, collect(board.id) AS hollow
// tables: the partnerships that oversee the agreement; if there is none, those that are of every one of its areas
MATCH (a:Agreement)
WHERE coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH day, hollow, a, collect(area.id) AS areas
OPTIONAL MATCH (board:Partnership)-[:OVERSEES]->(a)
WHERE NOT board.id IN hollow AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, hollow, a, areas, collect(board.id) AS overseeing
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
OPTIONAL MATCH (part:Area)-[:WITHIN]->(area)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, a, areas, overseeing, area, collect(part.id) AS parts
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE (named.id = area.id OR named.id IN parts) AND coalesce(place.since, '') <= day
  AND coalesce(place.until, '9999') >= day
WITH day, hollow, a, areas, overseeing, area.id AS area, parts, place.id AS place,
     sum(CASE WHEN named.id = area.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, a, areas, overseeing, place,
     sum(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN 1 ELSE 0 END) AS of_areas
WITH day, hollow, a, areas, overseeing, collect(CASE WHEN of_areas > 0 THEN place END) AS area_places,
     collect(CASE WHEN of_areas > 0 AND of_areas = size(areas) AND NOT place IN hollow THEN place END) AS of_all
WITH day, a, areas, area_places, CASE WHEN size(overseeing) > 0 THEN overseeing ELSE of_all END AS tables
// inside: its areas and those within; around: its areas and those they are within
OPTIONAL MATCH steps = (inner:Area)-[:WITHIN*0..]->(area:Area)
WHERE area.id IN areas
WITH day, a, areas, area_places, tables,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN inner.id END) AS inside
OPTIONAL MATCH steps = (area:Area)-[:WITHIN*0..]->(wide:Area)
WHERE area.id IN areas
WITH day, a, area_places, tables, inside,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN wide.id END) AS around
// of several rows of a body the one with the latest Since counts; a blank one is the earliest
OPTIONAL MATCH (body:Partner|Partnership)-[row:PARTY_TO]->(a)
WHERE coalesce(row.since, '') <= day AND coalesce(row.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, body.id AS body,
     max(coalesce(row.since, '') + ' ' + coalesce(row.status, 'named')) AS status
WITH day, a, area_places, tables, inside, around, collect(body) AS rows,
     collect(CASE WHEN status ENDS WITH ' consulted' THEN body END) AS consulted,
     collect(CASE WHEN status ENDS WITH ' agreed' OR status ENDS WITH ' signed' THEN body END) AS signed,
     collect(CASE WHEN status ENDS WITH ' declined' OR status ENDS WITH ' withdrawn' THEN body END) AS declined
OPTIONAL MATCH (a)-[:LED_BY]->(leading:Partner)
WHERE coalesce(leading.since, '') <= day AND coalesce(leading.until, '9999') >= day AND NOT leading.id IN declined
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, signed, collect(leading.id) AS leading
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, signed + leading AS agreed
// who leads, contributes and receives
OPTIONAL MATCH (o:Outcome)-[:UNDER]->(a), (o)-[:LED_BY]->(body:Partner)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed,
     collect(DISTINCT body.id) AS leads
OPTIONAL MATCH (o:Outcome)-[:UNDER]->(a), (o)-[:CONTRIBUTED_BY]->(body:Partner)
WHERE coalesce(o.since, '') <= day AND coalesce(o.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads,
     collect(DISTINCT body.id) AS contributors
OPTIONAL MATCH (x:Allocation)-[:UNDER]->(a), (x)-[:`OF`]->(s:FundingStream), (x)-[:`TO`]->(body:Partner|Partnership)
WHERE coalesce(x.status, 'agreed') <> 'refused' AND NOT coalesce('excluded' IN x.treatment, false)
  AND coalesce(s.since, '') <= day AND coalesce(s.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day
OPTIONAL MATCH (body)-[:ACCOUNTABLE_BODY]->(account:Partner)
WHERE coalesce(account.since, '') <= day AND coalesce(account.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors,
     body.id AS recipient, account.id AS account,
     'pooled' IN x.treatment OR 'aligned' IN x.treatment OR 'passported' IN x.treatment AS on_terms
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors,
     collect(DISTINCT recipient) + collect(DISTINCT account) AS recipients,
     collect(DISTINCT CASE WHEN on_terms THEN recipient END) + collect(DISTINCT CASE WHEN on_terms
       THEN account END) AS on_terms
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE named.id IN inside AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors, recipients,
     on_terms, collect(DISTINCT place.id) AS local_places
// who has a seat, or observes, where
OPTIONAL MATCH (body:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day AND coalesce(place.since, '') <= day
  AND coalesce(place.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors, recipients,
     on_terms, local_places, body.id AS body, place.id AS place,
     coalesce(seat.role, 'member') = 'observer' AS observes
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors, recipients,
     on_terms,
     collect(DISTINCT CASE WHEN place IN tables AND NOT observes THEN body END) AS seated,
     collect(DISTINCT CASE WHEN place IN tables AND observes THEN body END) AS observers,
     collect(DISTINCT CASE WHEN (place IN tables OR place IN area_places)
       AND NOT observes THEN body END) AS inside_room,
     collect(DISTINCT CASE WHEN place IN local_places AND NOT observes THEN body END) AS local_holders
OPTIONAL MATCH (member:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership),
  (member)-[voice:SPEAKS_FOR]->(body:Partner|Partnership)
WHERE voice.membership = seat.id AND place.id IN tables AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(member.since, '') <= day AND coalesce(member.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
WITH day, a, area_places, tables, inside, around, rows, consulted, declined, agreed, leads, contributors, recipients,
     on_terms, seated, observers, inside_room, local_holders,
     collect(DISTINCT body.id) AS spoken_for
// each partner: what it has to do with the agreement, and how far it is engaged
MATCH (p:Partner)
WHERE coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
WITH day, a, size(tables) > 0 AS has_table, inside, around, rows, consulted, declined, agreed, seated, spoken_for, p,
     p.id IN leads AS leads, p.id IN leads OR p.id IN contributors OR p.id IN recipients AS takes_part,
     p.id IN on_terms AS on_terms, p.id IN observers AS observes, p.id IN inside_room AS in_room,
       p.id IN local_holders AS is_local
WHERE NOT p.kind IN $unweighted_kinds OR p.id IN rows OR takes_part
// areas that are gone count too: a partner that named them did say where
OPTIONAL MATCH (p)-[:COVERS]->(named:Area)
WITH day, a, has_table, rows, consulted, declined, agreed, seated, spoken_for, p, leads, takes_part, on_terms,
     observes, in_room, is_local,
     count(named) = 0 AND p.kind IN $national_kinds AS everywhere,
     sum(CASE WHEN named.id IN inside OR named.id IN around THEN 1 ELSE 0 END) AS near
OPTIONAL MATCH (p)-[seat:MEMBER_OF]->(board:Partnership)
WHERE (board.id IN seated OR board.id IN spoken_for) AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, a, has_table, rows, consulted, declined, agreed, seated, spoken_for, p, leads, takes_part, on_terms,
     observes, in_room, is_local,
     everywhere OR near > 0 AS reaches, count(board) AS boards
MATCH steps = (p)-[:PART_OF*0..]->(whole:Partner)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH a, has_table, rows, consulted, declined, agreed, seated, spoken_for, p, leads, takes_part, on_terms, observes,
     in_room, is_local, reaches, boards,
     sum(CASE WHEN whole.id IN agreed THEN 1 ELSE 0 END) AS agreed_wholes,
     sum(CASE WHEN whole.id IN seated THEN 1 ELSE 0 END) AS seated_wholes
WITH a, has_table, p, leads, takes_part, on_terms, in_room, CASE
       WHEN p.id IN agreed OR (agreed_wholes > 0 AND NOT p.id IN rows) THEN 'signed'
       WHEN p.id IN declined THEN 'declined'
       WHEN p.id IN seated THEN 'seated'
       WHEN boards > 0 OR seated_wholes > 0 OR p.id IN spoken_for THEN 'represented'
       WHEN observes THEN 'observer'
       WHEN p.id IN consulted THEN 'consulted'
       WHEN p.id IN rows OR takes_part OR is_local THEN 'unengaged'
       WHEN reaches THEN 'absent'
       ELSE 'elsewhere'
     END AS level
UNWIND [
  CASE WHEN has_table AND level IN ['absent', 'unengaged'] THEN level END,
  CASE WHEN level = 'declined' THEN 'declined' END,
  CASE WHEN takes_part AND NOT level IN ['signed', 'declined'] THEN 'named-not-agreed' END,
  CASE WHEN on_terms AND level <> 'signed' THEN 'money-without-consent' END,
  CASE WHEN leads AND NOT in_room THEN 'lead-without-seat' END
] AS code
WITH code, p, a WHERE code IS NOT NULL
RETURN DISTINCT code, p.name AS subject, '' AS area, a.name AS agreement
