"""The row at the top: buttons, stop conditions, the ways to clear grad, the speed."""
