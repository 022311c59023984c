package io.awe4lb.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What one operation of a benchmark may allocate at most. Without it nothing is promised, and the figure is only shown. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Allocates {

    /**
     * The promise.
     *
     * @return bytes an operation, with the JVM options of {@link Main}
     */
    int bytes();
}
