"""Ringing up clients to learn how much of a log is true, and feeding it back."""
