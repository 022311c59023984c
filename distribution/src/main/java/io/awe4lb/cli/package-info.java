/** What can be typed, what it prints, and with which exit code it ends. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli;
