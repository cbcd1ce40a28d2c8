"""What can be taken away from the window: figures, numbers, and the dialog that asks for them."""
