"""The page of the report engagement."""

from partnermap.pages.parts.report import report_page

report_page("engagement")
