"""Pages about what could be: scenarios, the trade-off curve, newcomers and leavers."""
