"""来访登记: the register, its form, and the page of one visit."""
