package io.awe4lb.spi;

/** The version of this interface, independent of the version of awe4lb. */
public final class Spi {

    private Spi() {}

    /**
     * Semantic version of this interface: a plugin's {@code Plugin-Requires} is held against it. The first number changes when a plugin
     * that was compiled before would no longer work, the second when something was added.
     *
     * @return the version, for example {@code 1.0.0}
     */
    public static String version() {
        return "1.4.0";
    }
}
