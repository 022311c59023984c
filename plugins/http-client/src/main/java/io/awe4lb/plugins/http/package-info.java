/** What discoveries that ask over HTTP have in common. No plugin: it is copied into the jar of each. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.plugins.http;
