"""Question files in, figures with intervals out."""
