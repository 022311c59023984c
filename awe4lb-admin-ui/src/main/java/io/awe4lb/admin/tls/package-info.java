/** How is the management server's own certificate read? */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.tls;
