package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.awe4lb.admin.http.ETag;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigEdit;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.config.Masking;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.store.Revision;
import org.jspecify.annotations.Nullable;

/** A configuration that is or was in force, as text and as trees. Any thread. The trees are made when they are asked for, and kept. */
final class Document {

    private final Revision revision;
    private final BalancerConfig config;
    private final Masking masking;
    private @Nullable JsonNode tree;
    private @Nullable JsonNode shown;

    private Document(Revision revision, BalancerConfig config, Masking masking) {
        this.revision = revision;
        this.config = config;
        this.masking = masking;
    }

    static Document of(LiveConfig.Current current, Masking masking) {
        return new Document(current.revision(), current.config(), masking);
    }

    /** Of a text that is valid, because it is or was in force. */
    private static JsonNode tree(String text) {
        try {
            return ConfigEdit.tree(text);
        } catch (InvalidTextException bug) {
            throw new IllegalStateException("what is in force cannot be read: " + bug.findings(), bug);
        }
    }

    /** With the text as it was submitted. */
    Revision revision() {
        return revision;
    }

    /** What the text says. */
    BalancerConfig config() {
        return config;
    }

    /** Of the text, secrets included: never shown. */
    synchronized JsonNode tree() {
        JsonNode made = tree == null ? tree(revision.text()) : tree;
        tree = made;
        return made;
    }

    /** The same with secrets hidden. */
    synchronized JsonNode shown() {
        JsonNode made = shown == null ? masking.hide(tree()) : shown;
        shown = made;
        return made;
    }

    /** The text with secrets hidden. */
    String shownText() {
        return hidden(revision.text(), masking);
    }

    /** A text as it may be shown. */
    static String hidden(String text, Masking masking) {
        try {
            return masking.hide(text);
        } catch (InvalidTextException bug) {
            throw new IllegalStateException("what was in force cannot be read: " + bug.findings(), bug);
        }
    }

    ETag tag() {
        return tag(revision);
    }

    static ETag tag(Revision revision) {
        return ETag.ofRevision(revision.number(), revision.time());
    }

    /** @return missing if it is not written */
    JsonNode part(String section, String id) {
        return tree().at(Pointer.of(section, id));
    }

    /** @return an empty object if it is not written, which is how a part without keys reads */
    JsonNode shownPart(String section, String id) {
        JsonNode part = shown().at(Pointer.of(section, id));
        return part.isObject() ? part : Json.object();
    }

    boolean has(String section, String id) {
        return !(part(section, id) instanceof MissingNode);
    }
}
