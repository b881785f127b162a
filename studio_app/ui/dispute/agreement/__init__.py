"""Writing an agreement, having it signed, noting what came of it."""
