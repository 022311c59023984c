"""Does anybody notice a change? One balancer that is changed over REST again and again while clients are served."""
