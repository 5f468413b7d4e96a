"""Many solves at once, here or on a cluster, behind one small protocol."""
