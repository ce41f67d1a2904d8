"""The command line: a thin door to steps and queries, and the offline commands."""
