"""A run: from the catalogue's entry to a published folder; papermill is used here only."""
