"""Stage 3: formats, moments, timeline, impact, redaction."""
