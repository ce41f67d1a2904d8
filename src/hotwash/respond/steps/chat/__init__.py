"""What comes back from chats, done by the same steps as on the page."""
