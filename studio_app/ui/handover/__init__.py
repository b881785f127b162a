"""交接导出: the ledger for the community office, and what left the desk before."""
