"""What an editor does with what came in: stories, related articles, rules. Knows neither formats nor the screen."""
