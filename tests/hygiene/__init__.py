"""Acceptance tests of hygiene: what people really have goes in, exactly what is wrong with it comes out."""
