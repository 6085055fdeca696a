"""Indices, their editions and their releases: what is measured, one round of it, one published computation."""
