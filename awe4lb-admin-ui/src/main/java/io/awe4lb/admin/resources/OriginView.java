package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.config.Origin;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.stats.AdminState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every value that is in force, one by one, with where it comes from. */
final class OriginView {

    private static final Pattern DISCOVERED = Pattern.compile("/pools/([^/]+)/discovered/(\\d+)/(\\w+)");
    /** The place in a list of one. */
    private static final Pattern ONLY = Pattern.compile("/0(?=/|$)");
    private static final Pattern SHORT = Pattern.compile("(.+)/(?:type|address)");
    /** What a listener takes from elsewhere where it does not say it itself. */
    private static final Map<Pattern, String> INHERITED =
            Map.of(Pattern.compile("/listeners/[^/]+/timeouts"), "/defaults/timeouts", Pattern.compile("/listeners/[^/]+/accessLog"),
                    "/accessLog");

    private final Balancer balancer;
    private final Map<String, Origin> written;
    private final ArrayNode list = Json.array();

    private OriginView(Balancer balancer, Map<String, Origin> written) {
        this.balancer = balancer;
        this.written = written;
    }

    /** @param effective as {@link EffectiveView} makes it */
    static ArrayNode of(Balancer balancer, String text, ObjectNode effective) {
        var view = new OriginView(balancer, Origin.all(text));
        view.add("", effective);
        return view.list;
    }

    private void add(String pointer, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            node.propertyStream().forEach(entry -> add(pointer + "/" + escaped(entry.getKey()), entry.getValue()));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                add(pointer + "/" + i, node.get(i));
            }
        } else {
            ObjectNode row = list.addObject().put("pointer", pointer);
            row.set("value", node);
            origin(row, pointer);
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private void origin(ObjectNode row, String pointer) {
        Matcher discovered = DISCOVERED.matcher(pointer);
        if (discovered.matches()) {
            discovered(row, discovered.group(1), Integer.parseInt(discovered.group(2)), discovered.group(3));
            return;
        }
        Optional<Origin> origin = Stream.concat(Stream.of(pointer), inherited(pointer)).flatMap(each -> nearest(each).stream()).findFirst();
        row.put("from", origin.isPresent() ? "configuration" : "default");
        origin.ifPresent(found -> {
            row.put("line", found.line());
            if (found.hasVariable()) {
                row.put("written", found.written());
            }
        });
    }

    private static Stream<String> inherited(String pointer) {
        return INHERITED.entrySet().stream().flatMap(entry -> {
            Matcher of = entry.getKey().matcher(pointer);
            return of.lookingAt() ? Stream.of(entry.getValue() + pointer.substring(of.end())) : Stream.empty();
        });
    }

    /** Where it is written itself, or the short form that it is the meaning of: one value for a list of one, a word for a type. */
    private Optional<Origin> nearest(String pointer) {
        Matcher shortened = SHORT.matcher(pointer);
        Stream<String> places = shortened.matches() ? Stream.of(pointer, shortened.group(1)) : Stream.of(pointer);
        return places.flatMap(OriginView::alone).map(written::get).filter(Objects::nonNull).findFirst();
    }

    /** The place itself, and where it would stand without a list around it. */
    private static Stream<String> alone(String place) {
        return Stream.concat(Stream.of(place),
                ONLY.matcher(place).results().map(only -> place.substring(0, only.start()) + place.substring(only.end())));
    }

    private void discovered(ObjectNode row, String pool, int index, String key) {
        Optional<Pool> found = balancer.pool(pool.replace("~1", "/").replace("~0", "~"));
        Optional<PoolBackend> backend =
                found.map(each -> each.members().all()).filter(all -> index < all.size()).map(all -> all.get(index));
        Optional<Said> said = backend.flatMap(each -> said(each, key));
        if (said.isPresent()) {
            row.put("from", "override").put("who", said.get().who()).put("since", said.get().since().toString());
        } else if (key.equals("adminState")) {
            row.put("from", "default");
        } else {
            row.put("from", "discovery");
            found.ifPresent(each -> row.put("discovery", each.config().discovery().source().provider().type()));
        }
    }

    private record Said(String who, Instant since) {}

    /** Who has said it at run time; empty: nobody. */
    private static Optional<Said> said(PoolBackend backend, String key) {
        return switch (key) {
            case "weight" -> backend.weightOverride().map(override -> new Said(override.who(), override.since()));
            case "adminState" -> Optional.of(backend.adminStatus()).filter(status -> status.state() != AdminState.READY)
                    .map(status -> new Said(status.who(), status.since()));
            default -> Optional.empty();
        };
    }
}
