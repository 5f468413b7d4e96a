"""Divide a client base among sales managers: fairly, without pain, with proof."""
