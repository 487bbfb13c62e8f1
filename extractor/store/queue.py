"""The queue's copy of what it is sorted and counted by, brought up to what is in force; and its counts.

Table `queue` holds unit, kind, year and `in_force` of each finding's form, so that the desk finds the next finding in
one index and counts without a join; `tally` holds the counts. Both follow from the other tables alone.
"""

from __future__ import annotations

import sqlalchemy as sa

_OF_FORMS = """
UPDATE queue SET unit = coalesce(f.unit, ''), kind = coalesce(f.kind, ''), fiscal_year = coalesce(f.fiscal_year, 0),
  in_force = f.in_force
FROM form f WHERE f.sha256 = queue.sha256 AND f.form_index = queue.form_index
  AND (queue.unit <> coalesce(f.unit, '') OR queue.kind <> coalesce(f.kind, '')
    OR queue.fiscal_year <> coalesce(f.fiscal_year, 0) OR queue.in_force <> f.in_force)"""
_OF_SOURCES = """
UPDATE queue SET unit = h.unit, fiscal_year = h.fiscal_year, in_force = h.in_force
FROM (SELECT s.sha256, s.in_force, coalesce(f.unit, '') AS unit, coalesce(f.fiscal_year, 0) AS fiscal_year
  FROM source s LEFT JOIN form f ON f.sha256 = s.sha256 AND f.form_index =
    (SELECT min(g.form_index) FROM form g WHERE g.sha256 = s.sha256 AND g.in_force)
  WHERE s.sha256 IN (SELECT DISTINCT q.sha256 FROM queue q WHERE q.form_index IS NULL)) h
WHERE h.sha256 = queue.sha256 AND queue.form_index IS NULL
  AND (queue.unit <> h.unit OR queue.fiscal_year <> h.fiscal_year OR queue.in_force <> h.in_force)"""
_COUNT = """
INSERT INTO tally (fiscal_year, unit, kind, code, severity, state, findings)
SELECT fiscal_year, unit, kind, code, severity, state, count(*) FROM queue WHERE in_force
GROUP BY fiscal_year, unit, kind, code, severity, state"""


def refresh_queue(connection: sa.Connection) -> None:
    """Bring queue and counts up to the forms and sources as they are."""
    connection.execute(sa.text(_OF_FORMS))
    connection.execute(sa.text(_OF_SOURCES))
    connection.execute(sa.text("DELETE FROM tally"))
    connection.execute(sa.text(_COUNT))
