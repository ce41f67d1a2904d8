"""Stage 6: document, review, publication, archive, feedback."""
