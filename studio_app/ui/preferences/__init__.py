"""设置与备份: one page with its sections on the left."""
