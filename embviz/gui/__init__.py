"""The window process: PySide6 and pyqtgraph, and never torch."""
