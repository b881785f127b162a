"""纠纷: a case, its sittings, its agreement, what became of it, and its papers."""
