"""An EmbeddingView in a window of one's own, beside a label that shows the loss."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from embviz import EmbeddingView, Experiment

app = QApplication(sys.argv)
window, label = QWidget(), QLabel("PyTorch is being loaded")
view = EmbeddingView(Experiment(optimizer_args={"lr": 0.05}))
view.snapshot_changed.connect(lambda moment: label.setText(f"loss: {moment.trace.losses[-1]:.4f}"))
layout = QVBoxLayout(window)
layout.addWidget(view)
layout.addWidget(label)
window.show()
sys.exit(app.exec())
