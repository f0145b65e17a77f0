"""The page of the report missing."""

from partnermap.pages.parts.report import report_page

report_page("missing")
