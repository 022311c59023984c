/** How does what awe4lb tells of itself look? The one package that knows the logging library. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.cli.logging;
