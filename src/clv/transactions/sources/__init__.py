"""Every way in: files, tables, databases, brought to columns that the engine can take."""
