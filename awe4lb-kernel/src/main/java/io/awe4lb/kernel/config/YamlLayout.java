package io.awe4lb.kernel.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How a document is laid out: what is added to it is written the same way. */
final class YamlLayout {

    private static final int USUAL_STEP = 2;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final YamlSpace space;
    private int step = -1;
    private int dash = -1;

    private YamlLayout(YamlSpace space) {
        this.space = space;
    }

    /** A writer that goes on as the document began. */
    static YamlWriter writer(String text, YamlSpace space, Written root) {
        var layout = new YamlLayout(space);
        layout.look(root);
        int step = layout.step > 0 ? layout.step : USUAL_STEP;
        return new YamlWriter(step, layout.dash >= 0 ? layout.dash : step, space.lineBreak(), isJson(text));
    }

    /** The first of each kind is taken. */
    private void look(Written value) {
        if (step >= 0 && dash >= 0) {
            return;
        }
        switch (value) {
            case Written.Mapping mapping when !mapping.isFlow() -> mapping.entries().forEach(entry -> look(mapping, entry.value()));
            case Written.Sequence sequence when !sequence.isFlow() -> sequence.items().forEach(item -> look(item.value()));
            default -> {}
        }
    }

    private void look(Written.Mapping around, Written value) {
        int column = space.column(around.entries().getFirst().start());
        switch (value) {
            case Written.Mapping inner when !inner.isFlow() && step < 0 ->
                    step = space.column(inner.entries().getFirst().start()) - column;
            case Written.Sequence inner when !inner.isFlow() && dash < 0 && inner.items().getFirst().dash() >= 0 ->
                    dash = space.column(inner.items().getFirst().dash()) - column;
            default -> {}
        }
        look(value);
    }

    private static boolean isJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{")) {
            return false;
        }
        try {
            JSON.readTree(text);
            return !start.substring(1).stripLeading().startsWith("}"); // an empty map may become anything
        } catch (JacksonException _) {
            return false;
        }
    }
}
