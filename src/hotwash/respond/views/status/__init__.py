"""Status pages: for readers, and for those who look after them."""
