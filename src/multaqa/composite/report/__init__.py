"""Audit and robustness for people and for programs: words, charts, pages and data.

`page` and `charts` need the extra ``report`` (Altair, Jinja2, vl-convert); `words`, `writing` and `data` do not.
"""
