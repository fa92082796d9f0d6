package com.orchestrator.engine.sensitive;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What stands in the sensitive fields of some payloads, and texts and values without it. A value is found wherever it was copied to: as a
 * whole, and inside of texts when it is long enough to be no accident. Truth values are found only in the payload that they came in.
 */
public final class Mask {

    /** What is seen in place of a value. */
    public static final String HIDDEN = "***";

    /** Shorter ones would be found in anything. */
    public static final int PART_CHARS_MIN = 4;

    /** Hides nothing. */
    public static final Mask NONE = new Mask(List.of(), Map.of());

    private static final String CUT = "…";

    private final List<String> values;
    private final Map<JsonNode, JsonNode> wholes;

    /**
     * A payload with something sensitive in it.
     *
     * @param pointers JSON pointers to what is
     */
    public record Marked(Payload payload, Set<String> pointers) {}

    private Mask(List<String> values, Map<JsonNode, JsonNode> wholes) {
        this.values = values;
        this.wholes = wholes;
    }

    public static Mask of(Collection<Marked> payloads) {
        Set<String> values = new TreeSet<>();
        Map<JsonNode, JsonNode> wholes = new HashMap<>();
        for (Marked marked : payloads) {
            JsonNode whole = marked.payload().tree();
            marked.pointers().forEach(pointer -> collect(whole.at(pointer), values));
            if (!marked.pointers().isEmpty()) {
                wholes.put(whole, without(whole, marked.pointers()));
            }
        }
        return of(values, wholes);
    }

    /** What either of them hides. */
    public Mask and(Mask other) {
        Map<JsonNode, JsonNode> both = new HashMap<>(wholes);
        both.putAll(other.wholes);
        return of(Stream.concat(values.stream(), other.values.stream()).toList(), both);
    }

    /** The longest first, so that of one that contains another nothing is left. */
    private static Mask of(Collection<String> values, Map<JsonNode, JsonNode> wholes) {
        List<String> ordered = values.stream()
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        return wholes.isEmpty() ? NONE : new Mask(ordered, Map.copyOf(wholes));
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isContainerNode()) {
            node.forEach(inside -> collect(inside, values));
        } else if ((node.isTextual() && !node.textValue().isBlank()) || node.isNumber()) {
            values.add(node.asText());
        }
    }

    private static JsonNode without(JsonNode whole, Set<String> pointers) {
        JsonNode copy = whole.deepCopy();
        for (String text : pointers) {
            JsonPointer pointer = JsonPointer.compile(text);
            if (pointer.matches()) {
                return hidden();
            }
            JsonNode parent = copy.at(pointer.head());
            String name = pointer.last().getMatchingProperty();
            if (parent instanceof ObjectNode fields && fields.has(name)) {
                fields.set(name, hidden());
            } else if (parent instanceof ArrayNode items
                    && items.has(pointer.last().getMatchingIndex())) {
                items.set(pointer.last().getMatchingIndex(), hidden());
            }
        }
        return copy;
    }

    private static JsonNode hidden() {
        return JsonNodeFactory.instance.textNode(HIDDEN);
    }

    public boolean isNone() {
        return wholes.isEmpty();
    }

    /** The same text with {@value #HIDDEN} where a value stands, also where the text was cut inside of one. */
    public String over(String text) {
        String shown = text;
        for (String value : values) {
            if (shown.equals(value)) {
                return HIDDEN;
            }
            if (value.length() >= PART_CHARS_MIN) {
                shown = cutInside(shown.replace(value, HIDDEN), value);
            }
        }
        return shown;
    }

    private static String cutInside(String text, String value) {
        if (!text.endsWith(CUT)) {
            return text;
        }
        String begun = text.substring(0, text.length() - CUT.length());
        for (int length = Math.min(value.length(), begun.length()); length >= PART_CHARS_MIN; length--) {
            if (begun.endsWith(value.substring(0, length))) {
                return begun.substring(0, begun.length() - length) + HIDDEN + CUT;
            }
        }
        return text;
    }

    /** The same value, in which names of fields are looked at as well, and payloads that are to be printed as they came. */
    public JsonNode over(JsonNode node) {
        JsonNode read = node instanceof POJONode raw && raw.getPojo() instanceof RawValue text
                ? Payload.ofJson(String.valueOf(text.rawValue())).tree()
                : node;
        JsonNode known = read.isContainerNode() ? wholes.get(read) : null;
        JsonNode seen = known == null ? read : known;
        if (seen instanceof ObjectNode fields) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            fields.properties().forEach(field -> shown.set(over(field.getKey()), over(field.getValue())));
            return shown;
        }
        if (seen instanceof ArrayNode items) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> shown.add(over(item)));
            return shown;
        }
        return isShown(seen) ? seen : JsonNodeFactory.instance.textNode(over(seen.asText()));
    }

    private boolean isShown(JsonNode scalar) {
        boolean mayBeValue = scalar.isTextual() || scalar.isNumber();
        return !mayBeValue || over(scalar.asText()).equals(scalar.asText());
    }

    /** The same failure: its code, and what it says without the values. */
    public TaskError over(TaskError error) {
        String message = error.message();
        Payload details = error.details();
        return isNone()
                ? error
                : new TaskError(
                        error.kind(),
                        error.code(),
                        message == null ? null : over(message),
                        details == null ? null : Payload.ofTree(over(details.tree())));
    }
}
