"""One dispute on its way through the office: parties, who mediates, dangers, states, days."""
