"""What-if: edits of a base and a policy, runs side by side. Uses the engine, never the service."""
