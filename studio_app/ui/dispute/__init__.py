"""纠纷调解: the list of cases, the page of one case, and the pages that open inside it."""
