"""A folder with an ``incident.yaml``, notes and evidence, as values of a report: what ``hotwash report`` reads."""
