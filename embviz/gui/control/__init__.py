"""What asks the engine and hears its answers: controller, link and process."""
