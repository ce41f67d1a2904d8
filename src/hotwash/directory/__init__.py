"""People, teams, services, contact methods and tokens."""
