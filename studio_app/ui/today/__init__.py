"""今日: what is overdue, due today and coming, each with the one button that deals with it."""
