"""Which number of the policy the plan hangs on most: one is turned at a time, both ways."""
