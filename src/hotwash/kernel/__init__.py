"""What every stage stands on: event log, outbox, permissions, clock, storage, search, Markdown, embedded PostgreSQL."""
