// name: missing_expected
// question: Whom does a framework expect and not find: missing, without a seat, or heard only through others?
// parameter as_of: date, default today. The day on which it is asked.
// parameter national_kinds: list, from framework. Kinds of partner that are everywhere unless they say where.
// parameter expectations: rows, from framework. The expectations in force on the day.
// column code: The code of the finding.
// column subject: The expectation.
// column area: The area for which it is asked.
// column agreement: The agreement.
// identity: code, subject, area, agreement
// twin: missing missing, not-seated, represented-only

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
// everywhere: partners of a national kind that do not say where; for_themes: which partnership is for which theme
OPTIONAL MATCH (p:Partner)
WHERE p.kind IN $national_kinds AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
// areas that are gone count too: a partner that named them did say where
OPTIONAL MATCH (p)-[:COVERS]->(named:Area)
WITH day, hollow, p.id AS p, count(named) AS named
WITH day, hollow, collect(CASE WHEN named = 0 THEN p END) AS everywhere
OPTIONAL MATCH steps = (theme:Theme)-[:PART_OF*0..]->(wide:Theme), (place:Partnership)-[:ABOUT]->(wide)
WITH day, hollow, everywhere,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN place.id + ' for ' + theme.name END) AS for_themes
// tables: the partnerships that oversee the agreement; if there is none, those that are of every one of its areas
MATCH (a:Agreement)
WHERE coalesce(a.since, '') <= day AND coalesce(a.until, '9999') >= day
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
WITH day, hollow, everywhere, for_themes, a, collect(area.id) AS areas
OPTIONAL MATCH (board:Partnership)-[:OVERSEES]->(a)
WHERE NOT board.id IN hollow AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, hollow, everywhere, for_themes, a, areas, collect(board.id) AS overseeing
OPTIONAL MATCH (a)-[:COVERS]->(area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
OPTIONAL MATCH (part:Area)-[:WITHIN]->(area)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, everywhere, for_themes, a, areas, overseeing, area, collect(part.id) AS parts
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE (named.id = area.id OR named.id IN parts) AND coalesce(place.since, '') <= day
  AND coalesce(place.until, '9999') >= day
WITH day, hollow, everywhere, for_themes, a, areas, overseeing, area.id AS area, parts, place.id AS place,
     sum(CASE WHEN named.id = area.id THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, everywhere, for_themes, a, areas, overseeing, place,
     sum(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN 1 ELSE 0 END) AS of_areas
WITH day, hollow, everywhere, for_themes, a, areas, overseeing,
     collect(CASE WHEN of_areas > 0 AND of_areas = size(areas) AND NOT place IN hollow THEN place END) AS of_all
WITH day, hollow, everywhere, for_themes, a, areas,
     CASE WHEN size(overseeing) > 0 THEN overseeing ELSE of_all END AS tables
// inside: its areas and those within; around: its areas and those they are within
OPTIONAL MATCH steps = (inner:Area)-[:WITHIN*0..]->(area:Area)
WHERE area.id IN areas
WITH day, hollow, everywhere, for_themes, a, areas, tables,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN inner.id END) AS inside
OPTIONAL MATCH steps = (area:Area)-[:WITHIN*0..]->(wide:Area)
WHERE area.id IN areas
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside,
     collect(DISTINCT CASE WHEN all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN wide.id END) AS around
// of several rows of a body the one with the latest Since counts; a blank one is the earliest
OPTIONAL MATCH (body:Partner|Partnership)-[row:PARTY_TO]->(a)
WHERE coalesce(row.since, '') <= day AND coalesce(row.until, '9999') >= day AND coalesce(body.since, '') <= day
  AND coalesce(body.until, '9999') >= day
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside, around, body.id AS body,
     max(coalesce(row.since, '') + ' ' + coalesce(row.status, 'named')) AS status
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside, around, collect(body) AS rows,
     collect(CASE WHEN status ENDS WITH ' agreed' OR status ENDS WITH ' signed' THEN body END) AS signed,
     collect(CASE WHEN status ENDS WITH ' declined' OR status ENDS WITH ' withdrawn' THEN body END) AS declined
OPTIONAL MATCH (a)-[:LED_BY]->(leading:Partner)
WHERE coalesce(leading.since, '') <= day AND coalesce(leading.until, '9999') >= day AND NOT leading.id IN declined
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside, around, rows, declined, signed,
     collect(leading.id) AS leading
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside, around, rows, signed + leading AS agreed
OPTIONAL MATCH steps = (p:Partner)-[:PART_OF*0..]->(whole:Partner)
WHERE whole.id IN agreed
// a body without a row of its own has agreed where one that it is part of has
WITH day, hollow, everywhere, for_themes, a, areas, tables, inside, around, collect(DISTINCT CASE
       WHEN (p.id = whole.id OR NOT p.id IN rows) AND all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
         AND coalesce(n.until, '9999') >= day) THEN p.id
     END) AS agreed
// each area that may be asked for: the partnerships where a seat counts for it, the partners that reach it
MATCH (area:Area)
WHERE coalesce(area.since, '') <= day AND coalesce(area.until, '9999') >= day
  AND (area.id IN inside OR (area.id IN around AND area.tier IN ['region', 'nation']))
MATCH steps = (area)-[:WITHIN*0..]->(wide:Area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area,
     collect(DISTINCT wide.id) AS wider
MATCH steps = (inner:Area)-[:WITHIN*0..]->(area)
WHERE all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area, wider,
     collect(DISTINCT inner.id) AS inner
OPTIONAL MATCH (part:Area)-[:WITHIN]->(area)
WHERE coalesce(part.since, '') <= day AND coalesce(part.until, '9999') >= day
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area, wider, inner,
     collect(part.id) AS parts
OPTIONAL MATCH (place:Partnership)-[:COVERS]->(named:Area)
WHERE NOT place.id IN hollow AND coalesce(place.since, '') <= day AND coalesce(place.until, '9999') >= day
  AND (named.id = area.id OR named.id IN parts OR (named.id IN wider AND named.id IN inside))
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area, wider, inner, parts,
     place.id AS place,
     sum(CASE WHEN named.id IN wider THEN 1 ELSE 0 END) AS whole,
     sum(CASE WHEN named.id IN parts THEN 1 ELSE 0 END) AS some
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area, wider, inner,
     collect(CASE WHEN whole > 0 OR (some > 1 AND some = size(parts)) THEN place END) AS near
OPTIONAL MATCH (p:Partner)-[:COVERS]->(named:Area)
WHERE (named.id IN wider OR named.id IN inner) AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
WITH day, hollow, for_themes, a, areas, tables, inside, around, everywhere, agreed, area, near,
     collect(DISTINCT p.id) AS naming
// each expectation: places, who sits there, who fits
UNWIND $expectations AS e
WITH day, for_themes, a, areas, tables, agreed, area, near, naming + everywhere AS reaching, e,
     e.any_kind AND e.any_theme AS at_tables
WHERE area.tier IN e.tiers OR (e.any_tier AND area.id IN areas)
OPTIONAL MATCH (place:Partnership)
WHERE (at_tables AND place.id IN tables)
   OR (NOT at_tables AND place.id IN near AND (e.any_kind OR place.kind IN e.sits_on)
       AND (e.any_theme OR any(theme IN e.themes WHERE (place.id + ' for ' + theme) IN for_themes)))
WITH day, a, agreed, area, reaching, e, at_tables, collect(place.id) AS places
OPTIONAL MATCH (body:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership)
WHERE place.id IN places AND coalesce(seat.role, 'member') <> 'observer' AND coalesce(seat.since, '') <= day
  AND coalesce(seat.until, '9999') >= day AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
WITH day, a, agreed, area, reaching, e, at_tables, places, collect(DISTINCT body.id) AS seated
OPTIONAL MATCH (member:Partner|Partnership)-[seat:MEMBER_OF]->(place:Partnership),
  (member)-[voice:SPEAKS_FOR]->(body:Partner|Partnership)
WHERE voice.membership = seat.id AND place.id IN places AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(member.since, '') <= day AND coalesce(member.until, '9999') >= day
  AND coalesce(body.since, '') <= day AND coalesce(body.until, '9999') >= day
WITH day, a, agreed, area, reaching, e, at_tables, seated, collect(DISTINCT body.id) AS spoken_for
OPTIONAL MATCH (p:Partner)
WHERE p.id IN reaching AND coalesce(p.since, '') <= day AND coalesce(p.until, '9999') >= day
  AND (p.kind IN e.kinds OR p.name IN e.names OR coalesce(p.sector IN e.sectors, p.kind IN e.kinds_of_sectors))
OPTIONAL MATCH (p)-[seat:MEMBER_OF]->(board:Partnership)
WHERE (board.id IN seated OR board.id IN spoken_for) AND coalesce(seat.role, 'member') <> 'observer'
  AND coalesce(seat.since, '') <= day AND coalesce(seat.until, '9999') >= day
  AND coalesce(board.since, '') <= day AND coalesce(board.until, '9999') >= day
WITH day, a, area, e.name AS expectation, e.each AS every_one, at_tables AND p.id IN agreed AS has_agreed,
     seated, p.id IN seated AS is_seated, p.id IN spoken_for AS has_voice, p, count(board) AS boards
OPTIONAL MATCH steps = (p)-[:PART_OF*0..]->(whole:Partner)
WITH a, area, expectation, every_one, has_agreed, is_seated, has_voice, p, boards,
     sum(CASE WHEN whole.id IN seated AND all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day
       AND coalesce(n.until, '9999') >= day) THEN 1 ELSE 0 END) AS wholes
WITH a, area, expectation, every_one, p, CASE
       WHEN p IS NULL THEN 'missing'
       WHEN is_seated OR has_agreed THEN 'seated'
       WHEN has_voice OR boards > 0 OR wholes > 0 THEN 'represented-only'
       ELSE 'not-seated'
     END AS state
WITH a, area, expectation, every_one, collect(DISTINCT state) AS states
UNWIND [
  CASE WHEN 'missing' IN states THEN 'missing' END,
  CASE WHEN 'not-seated' IN states
    AND (every_one OR NOT ('seated' IN states OR 'represented-only' IN states)) THEN 'not-seated' END,
  CASE WHEN 'represented-only' IN states AND (every_one OR NOT 'seated' IN states) THEN 'represented-only' END
] AS code
WITH code, expectation, area, a WHERE code IS NOT NULL
RETURN DISTINCT code, expectation AS subject, area.name AS area, a.name AS agreement
