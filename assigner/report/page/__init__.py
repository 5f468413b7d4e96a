"""report.html: one self-contained page that opens anywhere, without a network and without scripts."""

from assigner.report.page.render import render_page, write_page

__all__ = ["render_page", "write_page"]
