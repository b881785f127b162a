"""Widgets that know nothing of cases: table, form, tasks, messages, look."""
