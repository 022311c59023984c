package io.awe4lb.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    private static final Masking MASKING = new Masking(FakeProviders.all());

    private static final String TEXT = """
            admin: # who may
              auth:
                tokens:
                  ops: {token: geheim, role: admin} # the boss
                  ci:
                    token: "geheim 2" # new
                    role: operator
                  number: {token: 4711, role: viewer}
                  env: {token: {env: OPS}, role: viewer}
                  variable: {token: "${TOKEN}", role: viewer}
                  required: {token: "${TOKEN:?set it}", role: viewer}
                  default: {token: "${TOKEN:-geheim3}", role: viewer}
            metrics:
              exporters:
                push: # secrets of a plugin
                  type: push
                  headers: {Authorization: Bearer geheim4, X-Tenant: {file: tenant}}
                short: push
            pools:
              token: {backends: ["a:1"]} # no secret
            """;
    private static final String HIDDEN = """
            admin: # who may
              auth:
                tokens:
                  ops: {token: "********", role: admin} # the boss
                  ci:
                    token: "********" # new
                    role: operator
                  number: {token: "********", role: viewer}
                  env: {token: {env: OPS}, role: viewer}
                  variable: {token: "${TOKEN}", role: viewer}
                  required: {token: "${TOKEN:?set it}", role: viewer}
                  default: {token: "********", role: viewer}
            metrics:
              exporters:
                push: # secrets of a plugin
                  type: push
                  headers: {Authorization: "********", X-Tenant: {file: tenant}}
                short: push
            pools:
              token: {backends: ["a:1"]} # no secret
            """;

    @Test
    void secretsThatAreWrittenOutAreHidden() throws InvalidTextException {
        assertEquals(HIDDEN, MASKING.hide(TEXT));
    }

    @Test
    void whatIsHiddenIsPutBack() throws InvalidTextException {
        assertEquals(ConfigEdit.tree(TEXT), ConfigEdit.tree(MASKING.restore(HIDDEN, TEXT)));
    }

    @Test
    void onlyMasksArePutBack() throws InvalidTextException {
        String submitted = "admin: {auth: {tokens: {ops: {token: other, role: admin}, new: {token: '********', role: admin},"
                + " env: {token: '********', role: viewer}}}} # c\n";
        assertEquals(submitted, MASKING.restore(submitted, TEXT));
        assertEquals("admin: {auth: {tokens: {ci: {token: geheim 2, role: viewer}}}}\n",
                MASKING.restore("admin: {auth: {tokens: {ci: {token: '********', role: viewer}}}}\n", TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "admin: {auth: {tokens: {a: {token: &t geheim, role: admin}, b: {token: *t, role: viewer}}}}",
        "admin: {auth: {tokens: {a: &a {token: geheim, role: admin}, b: {<<: *a, role: viewer}}}}",
        "admin: &a {auth: {tokens: {a: {token: geheim}}}}\ncopy: *a",
        "{\"admin\": {\"auth\": {\"tokens\": {\"a\": {\"token\": \"geheim\"}}}}}",
        "admin:\n  auth:\n    tokens:\n      a:\n        token: |\n          geheim\n        role: admin\n"
    })
    void theyAreHiddenHoweverTheyAreWritten(String text) throws InvalidTextException {
        String hidden = MASKING.hide(text);
        boolean isCopied = text.contains("copy"); // under a key that no configuration has
        assertFalse(!isCopied && hidden.contains("geheim"), hidden);
        assertEquals(ConfigEdit.tree(text), ConfigEdit.tree(MASKING.restore(hidden, text)));
    }

    @Test
    void aTextWithoutSecretsStaysAsItIs() throws InvalidTextException {
        String text = "pools :  {a: {backends: ['a:1']}} # no admin";
        assertEquals(text, MASKING.hide(text));
        assertThrows(InvalidTextException.class, () -> MASKING.hide("a: ["));
    }
}
