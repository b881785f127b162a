"""Excel workbooks: writing and reading them; knows nothing of cases."""
