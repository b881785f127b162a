"""Everything Qt: a folder per feature and the kit they share."""
