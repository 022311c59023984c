/** What a plugin author reads, and all that a plugin may use of awe4lb. Needs nothing but the JDK. */
module io.awe4lb.spi {
    requires static org.jspecify;

    exports io.awe4lb.spi;
}
