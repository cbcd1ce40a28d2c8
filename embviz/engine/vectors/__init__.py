"""Files of vectors: what people bring, recognised, checked and read away from the engine's own memory."""
