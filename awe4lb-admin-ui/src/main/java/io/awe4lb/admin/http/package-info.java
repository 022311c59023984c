/** How is a request taken and an answer given? Limits, deadlines, bodies, entity tags and problem documents; nothing about balancing. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.admin.http;
