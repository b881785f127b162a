"""来访登记: who came, what they said, and what became of it."""
