"""What makes an answer out of a question and ranked passages."""
