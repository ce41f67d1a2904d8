"""Chat, decided from values: what somebody typed or pressed, and what is answered."""
