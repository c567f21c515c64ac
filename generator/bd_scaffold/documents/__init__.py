"""What the documents of a project say beside the design's own words: numbers with their source."""
