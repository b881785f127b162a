"""The encrypted database: engine, keys, migrations, change log, search index, attachments."""
