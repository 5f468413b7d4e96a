"""inspect.xlsx: the inspection for spreadsheet programs, every row of every finding."""

from assigner.report.inspection.workbook.write import write_workbook

__all__ = ["write_workbook"]
