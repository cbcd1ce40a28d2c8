"""The view of what words mean: the nearest of those that are pinned, analogies, and agreement with people."""
