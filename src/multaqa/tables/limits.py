"""How much a file may ask of the machine before it is refused with a sentence."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class ReadLimits:
    """Limits of reading one file; the defaults suit a server of two cores."""

    unpacked_bytes: int = 16 << 30
    """What a compressed file or a workbook may unpack to."""
    packing_ratio: int = 200
    """Unpacked to packed size, held against once 64 MB are unpacked: ordinary tables stay below 30."""
    workbook_bytes: int = 1 << 30
    """A workbook is held in memory; this is the size of its parts unpacked."""
    workbook_memory_bytes: int = 4 << 30
    """What the process that reads a workbook may use: a sheet is held whole, empty cells between others too."""
    columns: int = 100_000
    cell_characters: int = 16 * MEGABYTE
    nesting: int = 64
    """How deep a value of a JSON record may be nested."""
    problems_listed: int = 10_000
    """Problems beyond this number are counted, by code and column, but not listed one by one."""
