// name: stream_money
// question: Who receives money of a stream or of its parts, for where, when and on what terms?
// parameter stream: stream. The stream's name.
// parameter as_of: date, default today. The day on which it is asked.
// column stream: The stream or the part of it.
// column recipient: Who receives it.
// column area: For which area.
// column year: For which financial year, or years.
// column basis: Planned, budgeted or spent.
// column treatment: On what terms it is in the agreement.
// column status: Whether it was agreed; blank: agreed.
// column pounds: How much; blank: not quantified.
// column breakdown: Whether another row holds this sum, so that it is not to be added.
// column line: What tells like rows apart.
// column row: The id of the allocation.
// identity: row

WITH $as_of AS day
MATCH steps = (part:FundingStream)-[:PART_OF*0..]->(stream:FundingStream)
WHERE (stream.id = $stream OR stream.name = $stream)
  AND all(n IN nodes(steps) WHERE coalesce(n.since, '') <= day AND coalesce(n.until, '9999') >= day)
WITH DISTINCT part
MATCH (x:Allocation)-[:`OF`]->(part)
OPTIONAL MATCH (x)-[:`TO`]->(body:Partner|Partnership)
OPTIONAL MATCH (x)-[:`IN`]->(area:Area)
RETURN part.name AS stream, body.name AS recipient, area.name AS area, x.year AS year,
       coalesce(x.basis, 'budget') AS basis, x.treatment AS treatment, x.status AS status,
       x.amount / 100.0 AS pounds, coalesce(x.breakdown, false) AS breakdown, x.line AS line, x.id AS row
ORDER BY year, stream, recipient, row
