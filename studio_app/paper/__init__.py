"""Printed forms: a form and its data become PDF, SVG or PNG pages; nothing here knows what a case is."""
