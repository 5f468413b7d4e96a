"""A made-up company with known dead souls, disputes and padded logs, for demos, tests and benchmarks."""

from __future__ import annotations

from assigner.generate.company import Company, generate_company
from assigner.generate.spec import CompanySpec
from assigner.generate.write import write_company

__all__ = ["Company", "CompanySpec", "generate_company", "write_company"]
