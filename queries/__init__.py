"""The questions: one .rq a question, and what runs them."""
