/**
 * What do others see of the numbers? Families with their names and labels, made of what was counted when somebody asks, and the exporters
 * that ask. Nothing is kept between two readings.
 */
@org.jspecify.annotations.NullMarked
package io.awe4lb.kernel.metrics;
