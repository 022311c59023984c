/** How are records read and written by BoringSSL? */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.tls.boringssl;
