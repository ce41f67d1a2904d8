"""Settings, root urls, base templates, design system, home page."""
