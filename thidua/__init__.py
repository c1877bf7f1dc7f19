"""A static-site generator for Vietnamese emulation bulletins (bản tin thi đua)."""

__version__ = "0.1.0"
