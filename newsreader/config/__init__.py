"""The person's TOML file and the theme files: schema, reading, checking, editing. It knows neither the store nor the screen."""
