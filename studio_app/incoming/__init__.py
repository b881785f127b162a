"""What the ledgers of others mean: tables found on their sheets, columns, days, amounts, names; pure, no database."""
