/** How are records read and written without anything but Java? */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.tls.jdk;
