"""Stage 2: roles, the proposed post-mortem team, invitations."""
