"""What a person means: the last turns, the documents' terms, and a message become stand-alone questions."""
