"""Stage 5: corrective and preventive actions."""
