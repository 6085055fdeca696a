"""Pages of commitments: what they show comes from the queries, what they change goes through the actions."""
