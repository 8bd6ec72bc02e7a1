"""What an editor does with what came in: rules and mutes, saved views. It knows neither feeds' formats nor the screen."""
