"""What survives when processes die: a service under load, killed at random moments, and what is left then."""
