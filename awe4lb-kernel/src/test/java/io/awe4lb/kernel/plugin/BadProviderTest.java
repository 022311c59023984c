package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.plugin.PluginInfo.Reason;
import io.awe4lb.kernel.plugin.PluginInfo.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good module whose provider misbehaves while it is loaded, after a good plugin that has to stay. */
class BadProviderTest {

    private static final ProviderClass PROVIDER = ProviderClass.of("com.acme.bad.First", "bad");

    @TempDir
    Path directory;

    @Test
    void aMissingProviderClassIsNamed() {
        PluginJar.good("bad").source("com.acme.bad.Other", "package com.acme.bad; class Other { }")
                .without("com/acme/bad/First.class")
                .in(directory, "bad.jar");
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First");
    }

    @Test
    void aMissingClassOfTheProvidersOwnIsNamed() {
        PluginJar.providing("bad", PROVIDER.withMembers("private final Other other = new Other();"))
                .source("com.acme.bad.Other", "package com.acme.bad; class Other { }")
                .without("com/acme/bad/Other.class")
                .in(directory, "bad.jar");
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First", "com.acme.bad.Other");
    }

    @Test
    void aConstructorThatThrowsIsQuoted() {
        provider(PROVIDER.withMembers("public First() { throw new IllegalStateException(\"no\\nluck\"); }"));
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First", "IllegalStateException: no luck", "fault of the plugin");
    }

    @Test
    void aConstructorThatThrowsWhatCannotEvenBeQuotedIsSurvived() {
        var exception = """
                static class Nasty extends RuntimeException {
                    @Override public String getMessage() { throw this; }
                    @Override public Throwable getCause() { throw new Error(); }
                    @Override public StackTraceElement[] getStackTrace() { throw this; }
                }
                public First() { throw new Nasty(); }
                """;
        provider(PROVIDER.withMembers(exception));
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First");
    }

    @Test
    void anErrorInAStaticInitializerIsSurvived() {
        provider(PROVIDER.withMembers("static final int DIVIDED = 1 / \"\".length();"));
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First", "ArithmeticException");
    }

    @Test
    void aLinkageErrorIsSurvived() {
        provider(PROVIDER.withMembers("public First() { throw new NoSuchMethodError(\"com.acme.Gone.method()\"); }"));
        assertFailed(Reason.PROVIDER_FAILED, "NoSuchMethodError: com.acme.Gone.method()");
    }

    @Test
    void endlessRecursionIsSurvived() {
        provider(PROVIDER.withMembers("public First() { new First(); }"));
        assertFailed(Reason.PROVIDER_FAILED, "StackOverflowError");
    }

    @Test
    void memoryThatRanOutIsNotThePluginsFault() {
        provider(PROVIDER.withMembers("public First() { throw new OutOfMemoryError(\"not really\"); }"));
        assertThrows(OutOfMemoryError.class, () -> PluginHost.load(List.of(directory)));
    }

    @Test
    void aProviderMethodThatReturnsNullIsNamed() {
        provider(PROVIDER.withMembers("public static First provider() { return null; }"));
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First", "null");
    }

    @Test
    void aProviderMethodThatThrowsIsQuoted() {
        provider(PROVIDER.withMembers("public static First provider() { throw new IllegalStateException(\"no luck\"); }"));
        assertFailed(Reason.PROVIDER_FAILED, "IllegalStateException: no luck");
    }

    @Test
    void aProviderMethodMayMakeTheProvider() {
        provider(PROVIDER.withMembers("public static StrategyProvider provider() { return new First(); } private First() { }"));
        assertEquals(State.STARTED, loadAfterAGoodOne().state());
    }

    @Test
    void aTypeThatThrowsIsQuoted() {
        provider(PROVIDER.withType("Integer.toString(1 / \"\".length())"));
        assertFailed(Reason.PROVIDER_FAILED, "com.acme.bad.First.type()", "ArithmeticException");
    }

    @Test
    void aTypeHasToBeAWord() {
        for (var type : List.of("", " ", "Round-Robin", "round robin", "round_robin", "-", "round-", "ruße", "a\\nb")) {
            provider(PROVIDER.withType('"' + type + '"'));
            assertFailed(Reason.PROVIDER_INVALID, "com.acme.bad.First.type()", "lower-case letters, digits");
        }
    }

    @Test
    void nullIsNoAnswer() {
        provider(PROVIDER.withType("null"));
        assertFailed(Reason.PROVIDER_INVALID, "type() is null");
        provider(PROVIDER.withDescription("null"));
        assertFailed(Reason.PROVIDER_INVALID, "description() is null");
        provider(PROVIDER.withOptions("null"));
        assertFailed(Reason.PROVIDER_FAILED, "options()", "NullPointerException");
    }

    @Test
    void optionsThatThrowAreQuoted() {
        provider(PROVIDER.withOptions("java.util.List.of(Option.text(\"Not A Name\", \"\", \"\"))"));
        assertFailed(Reason.PROVIDER_FAILED, "options()", "IllegalArgumentException", "Not A Name");
    }

    @Test
    void anOptionIsStatedOnceAndNotCalledType() {
        var option = "Option.text(\"by\", \"\", \"\")";
        provider(PROVIDER.withOptions("java.util.List.of(" + option + ", " + option + ")"));
        assertFailed(Reason.PROVIDER_INVALID, "options() has 'by' twice");
        provider(PROVIDER.withOptions("java.util.List.of(" + option.replace("by", "type") + ")"));
        assertFailed(Reason.PROVIDER_INVALID, "options() has 'type'");
    }

    @Test
    void aProviderIsOfOneKind() {
        var source = """
                package com.acme.bad;

                import module io.awe4lb.spi;

                public abstract class Two implements StrategyProvider, DiscoveryProvider {
                    interface Both extends Strategy, Discovery { }
                    public abstract Both create(Options options);
                    public static Two provider() {
                        return new Two() {
                            public String type() { return "bad"; }
                            public String description() { return ""; }
                            public Both create(Options options) { return null; }
                        };
                    }
                }
                """;
        PluginJar.good("bad").source("com.acme.bad.Two", source)
                .module("module com.acme.bad { requires io.awe4lb.spi; provides io.awe4lb.spi.Provider with com.acme.bad.Two; }")
                .in(directory, "bad.jar");
        assertFailed(Reason.PROVIDER_INVALID, "several kinds");
    }

    @Test
    void aTypeThatChangesIsTakenAsItWasAtFirst() {
        provider(PROVIDER.withMembers("private int asked;").withType("asked++ == 0 ? \"bad\" : \"good\""));
        PluginJar.good("good").in(directory, "a.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            var strategies = host.providers().strategies();
            assertEquals(List.of("bad", "good"), List.copyOf(strategies.keySet()));
            assertEquals("com.acme.good.First", strategies.get("good").getClass().getName());
        }
    }

    @Test
    void oneBadProviderFailsAllOfItsPlugin() {
        PluginJar.providing("bad", ProviderClass.of("com.acme.bad.Fine", "fine"), PROVIDER.withType("null")).in(directory, "bad.jar");
        assertFailed(Reason.PROVIDER_INVALID, "com.acme.bad.First");
        try (var host = PluginHost.load(List.of(directory))) {
            assertFalse(host.providers().strategies().containsKey("fine"));
        }
    }

    @Test
    void twoProvidersOfOneKindAndTypeInOneJarAreTooMany() {
        PluginJar.providing("bad", PROVIDER, ProviderClass.of("com.acme.bad.Second", "bad")).in(directory, "bad.jar");
        assertFailed(Reason.DUPLICATE_TYPE, "strategy bad", "Two of its providers");
    }

    @Test
    void theFirstJarKeepsATypeAndTheOtherNamesIt() {
        var bundled = directory.resolve("bundled");
        var first = PluginJar.good("first").in(bundled, "z.jar");
        PluginJar.providing("bad", PROVIDER, ProviderClass.of("com.acme.bad.Second", "first")).in(directory, "a.jar");
        try (var host = PluginHost.load(List.of(bundled, directory))) {
            var second = host.plugins().get(1);
            assertEquals(Reason.DUPLICATE_TYPE, second.reason());
            assertTrue(second.sentence().contains("strategy first, which plugin first already does (" + first + ")"), second::sentence);
            assertEquals(Map.of("first", "com.acme.first.First"), classes(host));
        }
    }

    @Test
    void theFirstJarKeepsAnIdAndTheOtherNamesIt() {
        var first = PluginJar.good("same").in(directory, "a.jar");
        PluginJar.providing("same", ProviderClass.of("com.acme.Other", "other")).in(directory, "b.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            var second = host.plugins().get(1);
            assertEquals(Reason.DUPLICATE_ID, second.reason());
            assertTrue(second.sentence().contains("same was already loaded from " + first), second::sentence);
            assertEquals(Map.of("same", "com.acme.same.First"), classes(host));
        }
    }

    private static Map<String, String> classes(PluginHost host) {
        var strategies = host.providers().strategies().entrySet().stream();
        return strategies.collect(Collectors.toMap(Map.Entry::getKey, strategy -> strategy.getValue().getClass().getName()));
    }

    private void provider(ProviderClass provider) {
        PluginJar.providing("bad", provider).in(directory, "bad.jar");
    }

    private void assertFailed(Reason reason, String... words) {
        var plugin = loadAfterAGoodOne();
        assertEquals(State.FAILED, plugin.state(), plugin::toString);
        assertEquals(reason, plugin.reason(), plugin::sentence);
        for (var word : words) {
            assertTrue(plugin.sentence().contains(word), () -> "no '" + word + "' in: " + plugin.sentence());
        }
    }

    private PluginInfo loadAfterAGoodOne() {
        PluginJar.good("good").in(directory, "a.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(State.STARTED, host.plugins().getFirst().state());
            assertTrue(host.providers().strategies().containsKey("good"));
            return host.plugins().get(1);
        }
    }
}
