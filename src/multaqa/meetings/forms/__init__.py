"""Forms of meetings; what they hold is checked again by the actions."""
