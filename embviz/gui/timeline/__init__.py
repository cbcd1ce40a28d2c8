"""The timeline: the bar under the panels in which a run is gone through, branched, marked and compared."""
