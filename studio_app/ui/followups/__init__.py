"""回访提醒: the month, its list, putting off and reminders by hand."""
