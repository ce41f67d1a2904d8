"""What a status page says: states of components over time, in figures, pictures, feeds and JSON."""
