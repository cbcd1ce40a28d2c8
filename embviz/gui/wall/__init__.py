"""What a room full of people needs: large text, few panels, a pointer, colours that all can tell apart."""
