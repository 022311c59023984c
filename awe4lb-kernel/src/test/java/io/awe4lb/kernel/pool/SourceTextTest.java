package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTextTest {

    private static final Option<String> URL = Option.text("url", "http://localhost/", "Where.");
    private static final Option<List<String>> MIRRORS =
            Option.of("mirrors", new OptionType.ListType<>(new OptionType.TextType()), List.of(), "Where else.");
    private static final Option<Secret> TOKEN = Option.optional("token", new OptionType.SecretType(), "Who.");

    private static final DiscoveryProvider PROVIDER = new DiscoveryProvider() {
        @Override
        public String type() {
            return "web";
        }

        @Override
        public String description() {
            return "Made by a test.";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(URL, MIRRORS, TOKEN);
        }

        @Override
        public Discovery create(Options options) {
            throw new AssertionError("not asked for");
        }
    };

    private static String text(Options options) {
        return SourceText.of(new ProviderConfig<>(PROVIDER, options));
    }

    @Test
    void aSourceIsItsTypeAndWhatDiffersFromTheDefaults() {
        assertEquals("web", text(Options.defaults().with(URL, "http://localhost/")));
        assertEquals("web url=https://inventory/nodes", text(Options.defaults().with(URL, "https://inventory/nodes")));
    }

    @Test
    void aSecretIsMasked() {
        String text = text(Options.defaults().with(TOKEN, new Secret("hunter2")));
        assertTrue(text.startsWith("web token=") && !text.contains("hunter2"), text);
    }

    @Test
    void theQueryOfAnAddressIsNotToldButTellsOneSourceFromAnother() {
        String one = text(Options.defaults().with(URL, "https://inventory/nodes?a=1,2}&token=hunter2"));
        assertTrue(one.matches("web url=https://inventory/nodes\\?sha256:[0-9a-f]{16}"), one);
        assertEquals(one, text(Options.defaults().with(URL, "https://inventory/nodes?a=1,2}&token=hunter2")));
        assertNotEquals(one, text(Options.defaults().with(URL, "https://inventory/nodes?a=1,2}&token=hunter3")));
    }

    @Test
    void soIsThatOfEachAddressOfAList() {
        String text = text(Options.defaults().with(MIRRORS, List.of("http://a/?k=hunter2", "http://b/?k=hunter2", "http://c/")));
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("http://c/"), text);
    }
}
