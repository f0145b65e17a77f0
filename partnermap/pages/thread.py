"""The page of the report thread."""

from partnermap.pages.parts.report import report_page

report_page("thread")
