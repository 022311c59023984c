package io.awe4lb.plugins.discovery.kubernetes;

/** Where clients are sent. */
enum AddressKind {
    /** To the address of each pod: awe4lb has to be in the cluster's network. */
    POD,
    /** To the Service's port on each node. */
    NODE
}
