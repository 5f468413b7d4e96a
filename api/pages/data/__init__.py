"""Pages about bases: bringing them in, what was understood, evidence, disputes, today's balance."""
