"""Deciding about alerts: what sources sent, and what people do in the inbox."""
