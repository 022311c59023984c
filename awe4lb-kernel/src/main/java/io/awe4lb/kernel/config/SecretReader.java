package io.awe4lb.kernel.config;

import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads secrets, from the text itself, from a file or from the environment. No finding shows what one holds. */
final class SecretReader {

    private static final Key<String> FILE = Key.optional("file", new Shape.Text(), "File that holds it; line ends after it are dropped.");
    private static final Key<String> ENV = Key.optional("env", new Shape.Text(), "Environment variable that holds it.");

    /** Where a secret is kept that is not written out. */
    static final Shape.Section<Source> SOURCE = Shape.Section.of(SecretReader::source, FILE, ENV).oneOf(FILE, ENV);

    private final SectionReader sections;
    private final Variables variables;
    private final Findings findings;

    SecretReader(SectionReader sections, Variables variables, Findings findings) {
        this.sections = sections;
        this.variables = variables;
        this.findings = findings;
    }

    /** Where a secret is kept. */
    sealed interface Source {

        record InFile(String path) implements Source {}

        record InEnvironment(String variable) implements Source {}
    }

    @Nullable Secret read(Node node, Place place) {
        try {
            return switch (node) {
                case Node.Scalar(_, var text) -> secret(text, "the secret is empty");
                case Node.Mapping mapping -> {
                    Source source = sections.read(SOURCE, mapping, place);
                    yield source == null ? null : secret(source);
                }
                default -> {
                    String message = "expected " + Words.of(new Shape.SecretText()) + ", found " + node.kind();
                    throw new Refused(Code.WRONG_TYPE, message);
                }
            };
        } catch (Refused refused) {
            findings.error(place.at(node.position()), refused);
            return null;
        }
    }

    private static Source source(Values values) {
        return values.find(FILE).<Source>map(Source.InFile::new).orElseGet(() -> new Source.InEnvironment(values.get(ENV)));
    }

    private Secret secret(Source source) throws Refused {
        return switch (source) {
            case Source.InEnvironment(var name) -> secret(variables.value(name), "the environment variable " + name + " is empty");
            case Source.InFile(var path) -> secret(content(path), "the file " + Quoted.of(path) + " is empty");
        };
    }

    private static Secret secret(String text, String whenEmpty) throws Refused {
        if (text.isEmpty()) {
            throw new Refused(Code.EMPTY_SECRET, whenEmpty + ": put the secret there");
        }
        if (text.equals(Secret.MASK)) {
            throw new Refused(Code.EMPTY_SECRET, "this is what is shown in the place of a secret: write the secret itself");
        }
        return new Secret(text);
    }

    private static String content(String path) throws Refused {
        String file = "the file " + Quoted.of(path) + " ";
        try {
            return ConfigText.read(Path.of(path)).replaceFirst("[\r\n]+$", "");
        } catch (Refused refused) {
            throw new Refused(refused.code(), file + refused.sentence());
        } catch (ConfigText.NotUtf8 _) {
            throw new Refused(Code.NOT_UTF8, file + "is not UTF-8: save it in that encoding");
        } catch (IOException failure) {
            throw new Refused(Code.UNREADABLE, file + "cannot be read: " + failure.getMessage());
        } catch (InvalidPathException failure) {
            throw new Refused(Code.UNREADABLE, file + "cannot exist: " + failure.getReason());
        }
    }
}
