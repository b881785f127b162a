"""The ground every floor stands on: errors, places on the disk, what this computer remembers, the log."""
