/** What the demonstration serves, and who asks for it. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.demo;
