"""For platform teams: a blueprint of their own beside a base that goes on, tried and explained."""
