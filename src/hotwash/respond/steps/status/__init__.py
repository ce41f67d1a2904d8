"""Status pages: set up, corrected by hand, rendered, and told to who asked to be told."""
