package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.WaitTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One object of a definition, read field by field; whatever is wrong with a field is a fault, and reads as absent. */
final class Fields {

    private final JsonNode object;
    private final String pointer;
    private final Faults faults;

    private Fields(JsonNode object, String pointer, Faults faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** Empty, with a fault, when it is no object. */
    static Optional<Fields> of(JsonNode node, String pointer, Faults faults) {
        if (node.isObject()) {
            return Optional.of(new Fields(node, pointer, faults));
        }
        faults.error(pointer, FaultCode.WRONG_TYPE, "Expected an object, found " + typeOf(node), null);
        return Optional.empty();
    }

    static String typeOf(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    String pointer() {
        return pointer;
    }

    String pointer(String key) {
        return SourceDocument.child(pointer, key);
    }

    boolean has(String key) {
        return object.has(key);
    }

    /** Names of all fields. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    JsonNode raw(String key) {
        return object.path(key);
    }

    /** Faults for keys that mean nothing here, with what was probably meant. */
    void allow(Set<String> known) {
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String hint = Optional.of(key)
                        .filter(any -> faults.wantsHints())
                        .flatMap(written -> Suggestion.nearest(written, known))
                        .map(word -> "did you mean '" + word + "'?")
                        .orElse("known here: "
                                + String.join(", ", known.stream().sorted().toList()));
                faults.error(pointer(key), FaultCode.UNKNOWN_KEY, "Unknown key '" + key + "'", hint);
            }
        });
    }

    void fault(String key, FaultCode code, String detail, @Nullable String hint) {
        faults.error(pointer(key), code, detail, hint);
    }

    /** A fault when it is missing. */
    void require(String key) {
        if (!object.has(key)) {
            faults.error(pointer, FaultCode.MISSING_KEY, "'" + key + "' is required", null);
        }
    }

    /** Text; a fault when it is missing. */
    String requiredText(String key) {
        require(key);
        return text(key).orElse("");
    }

    String requiredText(String key, Pattern pattern, String shape) {
        String text = requiredText(key);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            fault(key, FaultCode.BAD_NAME, "'" + text + "' is not " + shape, null);
        }
        return text;
    }

    Optional<String> text(String key) {
        JsonNode node = object.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isBlank()) {
            String found = node.isTextual() ? "blank" : typeOf(node);
            fault(key, FaultCode.WRONG_TYPE, "'" + key + "' must be text, not " + found, null);
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    /** A fault when it is there and no text; unlike other texts it may be blank. */
    void anyText(String key) {
        JsonNode node = object.path(key);
        if (!node.isMissingNode() && !node.isTextual()) {
            fault(key, FaultCode.WRONG_TYPE, "'" + key + "' must be text, not " + typeOf(node), null);
        }
    }

    Optional<String> text(String key, Pattern pattern, String shape) {
        return has(key)
                ? Optional.of(requiredText(key, pattern, shape)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /** A positive one that can be held. */
    Optional<Duration> duration(String key) {
        return text(key).flatMap(text -> {
            Optional<Duration> duration = positive(text);
            if (duration.isEmpty()) {
                String hint = "write 30s, 15m, 1h30m, 3d or PT30S";
                fault(key, FaultCode.BAD_DURATION, "'" + text + "' is not a positive duration", hint);
            } else if (!TimeRange.holds(duration.get())) {
                String detail = "'" + text + "' is too long: " + TimeRange.DURATIONS;
                faults.stricter(pointer(key), FaultCode.BAD_DURATION, detail, null);
            }
            return duration.map(TimeRange::atMost);
        });
    }

    private static Optional<Duration> positive(String text) {
        try {
            return Optional.of(WaitTime.duration(text)).filter(read -> !read.isNegative() && !read.isZero());
        } catch (DateTimeException | ArithmeticException notADuration) {
            return Optional.empty();
        }
    }

    Optional<Boolean> flag(String key) {
        JsonNode node = object.path(key);
        if (!node.isMissingNode() && !node.isBoolean()) {
            fault(key, FaultCode.WRONG_TYPE, "'" + key + "' must be true or false, not " + typeOf(node), null);
        }
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    Optional<Double> number(String key, double min, double max) {
        JsonNode node = object.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isNumber() || node.doubleValue() < min || node.doubleValue() > max) {
            fault(
                    key,
                    FaultCode.BAD_NUMBER,
                    "'" + key + "' must be a number between " + plain(min) + " and " + plain(max),
                    null);
            return Optional.empty();
        }
        return Optional.of(node.doubleValue());
    }

    Optional<Integer> integer(String key, int min, int max) {
        JsonNode node = object.path(key);
        if (!node.isMissingNode() && !node.isIntegralNumber()) {
            fault(key, FaultCode.BAD_NUMBER, "'" + key + "' must be a whole number", null);
            return Optional.empty();
        }
        return number(key, min, max).map(Double::intValue);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    Optional<Boolean> bool(String key) {
        JsonNode node = object.path(key);
        if (!node.isMissingNode() && !node.isBoolean()) {
            fault(key, FaultCode.WRONG_TYPE, "'" + key + "' must be true or false, not " + typeOf(node), null);
            return Optional.empty();
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.booleanValue());
    }

    /** One of a few words. */
    Optional<String> choice(String key, List<String> words) {
        return text(key).filter(word -> {
            if (!words.contains(word)) {
                String hint = Suggestion.nearest(word, words)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse(null);
                fault(key, FaultCode.BAD_CHOICE, "'" + word + "' is none of " + String.join(", ", words), hint);
            }
            return words.contains(word);
        });
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Item item : items(key)) {
            if (item.node().isTextual()) {
                texts.add(item.node().textValue());
            } else {
                faults.error(item.pointer(), FaultCode.WRONG_TYPE, "Expected text, found " + typeOf(item.node()), null);
            }
        }
        return texts;
    }

    /** Whether {@link #items} has nothing to complain about. */
    boolean isListOrAbsent(String key) {
        return object.path(key).isArray() || !object.has(key);
    }

    /** Elements of an array; a fault when it is none. */
    List<Item> items(String key) {
        JsonNode node = object.path(key);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            fault(key, FaultCode.WRONG_TYPE, "'" + key + "' must be a list, not " + typeOf(node), null);
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Item(node.get(i), pointer(key) + "/" + i));
        }
        return items;
    }

    /** An element and where it stands. */
    record Item(JsonNode node, String pointer) {}

    Optional<Fields> object(String key) {
        return object.has(key) ? of(object.get(key), pointer(key), faults) : Optional.empty();
    }
}
