"""What the pages of any record are made of: a page that is left again, writing that is kept, ticks, its questions."""
