"""Looking at the papers of a case before they are printed."""
