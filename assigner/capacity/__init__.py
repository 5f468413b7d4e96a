"""Capacity of segments, ABC classes, what nobody works, look-alikes."""
