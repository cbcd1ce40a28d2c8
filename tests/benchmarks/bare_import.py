"""`import torch` and nothing else: prints when it was done."""

from __future__ import annotations

import json
import time

import torch  # noqa: F401

print(json.dumps({"imported": time.monotonic()}), flush=True)
