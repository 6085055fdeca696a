"""What was promised after a decision, and what became of it."""
