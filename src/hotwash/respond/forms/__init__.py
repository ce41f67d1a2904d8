"""Forms of stage 1. What is right and wrong is decided by the steps; a form only turns text into values."""
