/** Which code was dropped in? Finds plugin jars, gives each a module layer of its own, and hands out their providers. */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.plugin;
