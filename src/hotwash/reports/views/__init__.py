"""The pages of stage 6."""
