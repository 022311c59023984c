"""Does anything grow? One balancer under a steady rate of short connections, watched from outside."""
