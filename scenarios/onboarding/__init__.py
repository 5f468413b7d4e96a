"""Books for newcomers and for the heirs of leavers: who gives what, when, and who pays for it."""
