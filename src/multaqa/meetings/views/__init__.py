"""Pages of meetings: what they show comes from `queries`, what they change goes through `actions`."""
