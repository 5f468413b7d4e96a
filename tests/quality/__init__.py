"""Tests of judging the quality of a base."""
