"""proposal.xlsx: the plan for spreadsheet programs, with native charts and one sheet per manager."""

from assigner.report.workbook.write import write_workbook

__all__ = ["write_workbook"]
