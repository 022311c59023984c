package io.awe4lb.plugins.discovery.etcd;

import io.awe4lb.spi.Secret;

/** In whose name keys are read. */
record User(String name, Secret password) {}
