"""Passages in, ranked passages out."""
