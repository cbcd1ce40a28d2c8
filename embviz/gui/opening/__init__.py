"""Opening files of vectors and texts: what is asked, what begins, and how far it has come."""
