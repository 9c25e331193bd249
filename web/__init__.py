"""The outside: HTTP, pages, settings and the command line."""
