"""The words of the reports: sentences and tiles computed from the results of a run."""
