"""Composition: settings, addresses, base templates, styles, the home page, country pages and the API root."""
