"""站点与值班: where the studio receives people, and who is there on which day."""
