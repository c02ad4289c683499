"""The rule systems T1 to T20 of the sources, one a module; their words and cuts lie in ``data``."""
