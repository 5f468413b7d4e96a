"""Tests of capacity: segments, ABC classes, idle clients, look-alikes."""
