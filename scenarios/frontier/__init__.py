"""What fairness costs: the curve of plans between the least disruption and the least imbalance."""
