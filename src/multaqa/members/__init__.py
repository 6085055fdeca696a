"""Countries, organisations, groups with their chairs, people and the roles they hold."""
