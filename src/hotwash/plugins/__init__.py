"""The built-in plugins, one folder each, registered through the same entry points as a stranger's."""
