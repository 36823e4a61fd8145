"""Pure Python, one topic a file; knows neither the web nor the databases."""
