"""How a platform team makes a blueprint of its own, and keeps it beside a base that goes on."""
