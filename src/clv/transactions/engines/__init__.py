"""Where the log lies: DuckDB inside the process, or Spark; queries in one dialect."""
