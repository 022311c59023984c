package io.awe4lb.kernel.plugin;

/**
 * Source of a strategy provider. Every part is Java, so that each can be made to misbehave.
 *
 * @param name of the class, with its package
 * @param members further members, for example a constructor
 * @param type expression that {@code type()} returns
 * @param description expression that {@code description()} returns
 * @param options expression that {@code options()} returns
 */
record ProviderClass(String name, String members, String type, String description, String options) {

    static ProviderClass of(String name, String type) {
        return new ProviderClass(name, "", '"' + type + '"', "\"Picks the first one.\"", "java.util.List.of()");
    }

    ProviderClass withMembers(String source) {
        return new ProviderClass(name, source, type, description, options);
    }

    ProviderClass withType(String expression) {
        return new ProviderClass(name, members, expression, description, options);
    }

    ProviderClass withDescription(String expression) {
        return new ProviderClass(name, members, type, expression, options);
    }

    ProviderClass withOptions(String expression) {
        return new ProviderClass(name, members, type, description, expression);
    }

    String packageName() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String source() {
        return """
                package %s;

                import module io.awe4lb.spi;

                public final class %s implements StrategyProvider {
                    %s
                    public String type() { return %s; }
                    public String description() { return %s; }
                    public java.util.List<Option<?>> options() { return %s; }
                    public Strategy create(Options options) { return (candidates, client) -> candidates.get(0); }
                }
                """
                .formatted(packageName(), simpleName(), members, type, description, options);
    }
}
