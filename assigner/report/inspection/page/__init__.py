"""inspect.html: one self-contained page about the state of a base, without a network and without scripts."""

from assigner.report.inspection.page.render import render_page, write_page

__all__ = ["render_page", "write_page"]
