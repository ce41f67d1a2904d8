"""Stage 1: alerts, incidents, on-call, escalation, communication."""
