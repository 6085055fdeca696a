"""Our icons, drawn on a grid of 16; paths take the colour of the text."""

from __future__ import annotations

from typing import Final

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'

ICONS: Final[dict[str, str]] = {
    "up": '<path d="M8 3.2 13 11H3z" fill="currentColor"/>',
    "down": '<path d="M8 12.8 3 5h10z" fill="currentColor"/>',
    "same": f'<path d="M4 6.2h8M4 9.8h8" {_LINE}/>',
    "menu": f'<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" {_LINE}/>',
    "download": f'<path d="M8 2.5v7.2M4.8 6.8 8 10l3.2-3.2M3 13.2h10" {_LINE}/>',
    "lock": f'<rect x="3.4" y="7.2" width="9.2" height="6.3" rx="1" {_LINE}/><path d="M5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7" {_LINE}/>',
    "warn": f'<path d="M8 2.3 14.3 13.4H1.7z" {_LINE}/><path d="M8 6.4v3.4M8 11.6v.1" {_LINE}/>',
    "globe": f'<circle cx="8" cy="8" r="5.8" {_LINE}/><path d="M2.4 8h11.2M8 2.2c3.6 3.9 3.6 7.7 0 11.6M8 2.2c-3.6 3.9-3.6 7.7 0 11.6" {_LINE}/>',
    "calendar": f'<rect x="2.4" y="3.4" width="11.2" height="10.2" rx="1" {_LINE}/><path d="M2.4 6.8h11.2M5.4 2v2.6M10.6 2v2.6" {_LINE}/>',
    "sliders": f'<path d="M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6" {_LINE}/><circle cx="10" cy="5" r="1.5" {_LINE}/><circle cx="6" cy="11" r="1.5" {_LINE}/>',
    "document": f'<path d="M4 1.8h5.4L12.4 5v9.2H4zM9.2 2v3.2h3M6 8.4h4.4M6 11h4.4" {_LINE}/>',
    "close": f'<path d="m4 4 8 8M12 4l-8 8" {_LINE}/>',
    "sort-up": '<path d="M8 4.5 12 9.5H4z" fill="currentColor"/>',
    "sort-down": '<path d="M8 11.5 4 6.5h8z" fill="currentColor"/>',
    "arrow": f'<path d="M3 8h9.5M9 4.4 12.6 8 9 11.6" {_LINE}/>',
}
