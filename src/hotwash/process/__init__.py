"""The living process: one versioned document that every stage reads."""
