"""Looks at a workbook for what its cells do not say; run as a process of its own by `marked.py`."""
