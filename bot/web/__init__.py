"""The web: pages, the chat behind them, health and figures. `routes.web_app` puts it together."""
