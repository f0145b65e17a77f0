"""The page of the report two-tier."""

from partnermap.pages.parts.report import report_page

report_page("two-tier")
