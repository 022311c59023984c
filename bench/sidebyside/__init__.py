"""Side-by-side measurement of load balancers on one machine, in one run, interleaved."""
