/** Who gives us certificates, and when is the next one asked for? */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.issue;
