"""How the application is spoken to over HTTP."""
