"""The background worker: takes outbox jobs and looks up the flow."""
