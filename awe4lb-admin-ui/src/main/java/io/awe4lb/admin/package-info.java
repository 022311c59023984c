/** How is a running balancer managed from outside? The server, as a service of the kernel's. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin;
