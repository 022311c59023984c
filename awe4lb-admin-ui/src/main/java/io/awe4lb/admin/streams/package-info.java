/** How does a client hear of things as they happen? Server-sent events (WHATWG HTML, 9.2). */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.streams;
