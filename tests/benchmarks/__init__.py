"""The harness: methods against brute force, figures and tables from planted records, broken-off runs."""
