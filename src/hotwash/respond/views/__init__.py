"""The pages of stage 1."""
