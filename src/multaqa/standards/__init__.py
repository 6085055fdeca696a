"""Other people's formats, one module each. Nothing here knows of the platform."""
