"""What do health checks cost, and does anything grow under them? One awe4lb, thousands of backends, watched from outside."""
