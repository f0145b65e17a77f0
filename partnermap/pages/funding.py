"""The page of the report funding."""

from partnermap.pages.parts.report import report_page

report_page("funding", by_year=True)
