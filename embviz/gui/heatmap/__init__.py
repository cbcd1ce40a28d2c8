"""The tables as coloured cells: weight, grad and the optimizer's own."""
