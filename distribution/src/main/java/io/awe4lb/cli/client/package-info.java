/** Commands that look at an awe4lb that runs, and change it, over its REST API. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.client;
