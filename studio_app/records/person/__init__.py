"""人员档案: whoever came before, recognised and put together."""
