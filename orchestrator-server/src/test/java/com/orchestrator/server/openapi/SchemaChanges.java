package com.orchestrator.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What a client stumbles over when a schema becomes another one. A request may be allowed more than before, an answer may promise more;
 * the other way round something breaks.
 */
final class SchemaChanges {

    /** Who makes the value. */
    enum Direction {
        /** The client: what was right has to stay right. */
        REQUEST,
        /** The server: what it said has to stay said. */
        ANSWER
    }

    private static final List<String> LEAST = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> MOST = List.of("maximum", "maxLength", "maxItems", "maxProperties");

    private final Direction direction;

    /** Takes where in the value something has changed, and what. */
    private final BiConsumer<String, String> report;

    /** Pairs that are being compared already: schemas may be part of themselves. */
    private final Set<String> visited;

    SchemaChanges(Direction direction, BiConsumer<String, String> report) {
        this(direction, report, Set.of());
    }

    private SchemaChanges(Direction direction, BiConsumer<String, String> report, Set<String> visited) {
        this.direction = direction;
        this.report = report;
        this.visited = new HashSet<>(visited);
    }

    void compare(String where, Place old, Place young) {
        if (!visited.add(old.pointer() + " " + young.pointer())) {
            return;
        }
        compareTypes(where, old.node(), young.node());
        if (direction == Direction.REQUEST) {
            compareValues(where, old.node(), young.node());
            compareBounds(where, old.node(), young.node());
        }
        compareFields(where, old, young);
        compareParts(where, old, young);
    }

    private void compareTypes(String where, JsonNode old, JsonNode young) {
        Set<String> before = types(old);
        Set<String> after = types(young);
        Set<String> narrow = direction == Direction.REQUEST ? before : after;
        Set<String> wide = direction == Direction.REQUEST ? after : before;
        if (!wide.isEmpty() && (narrow.isEmpty() || !wide.containsAll(narrow))) {
            report.accept(where, "it was of type " + before + " and is of type " + after);
        }
        String format = old.path("format").asText();
        if (!format.equals(young.path("format").asText(format)) || (format.isEmpty() && isNewFormat(young))) {
            report.accept(
                    where,
                    "it was of format '" + format + "' and is of '"
                            + young.path("format").asText() + "'");
        }
    }

    private boolean isNewFormat(JsonNode young) {
        return direction == Direction.REQUEST && young.has("format");
    }

    /** Empty for any. */
    private static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    private void compareValues(String where, JsonNode old, JsonNode young) {
        if (!young.has("enum")) {
            return;
        }
        Set<String> allowed = texts(young.path("enum"));
        if (!old.has("enum")) {
            report.accept(where, "only " + allowed + " are allowed now");
        }
        Set<String> gone = texts(old.path("enum"));
        gone.removeAll(allowed);
        gone.forEach(value -> report.accept(where, "the value " + value + " is gone"));
    }

    private static Set<String> texts(JsonNode values) {
        Set<String> texts = new TreeSet<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    private void compareBounds(String where, JsonNode old, JsonNode young) {
        LEAST.stream()
                .filter(bound -> young.has(bound)
                        && (!old.has(bound)
                                || young.path(bound).asLong() > old.path(bound).asLong()))
                .forEach(bound -> report.accept(where, bound + " is " + young.path(bound) + " now"));
        MOST.stream()
                .filter(bound -> young.has(bound)
                        && (!old.has(bound)
                                || young.path(bound).asLong() < old.path(bound).asLong()))
                .forEach(bound -> report.accept(where, bound + " is " + young.path(bound) + " now"));
        if (young.has("pattern") && !young.path("pattern").equals(old.path("pattern"))) {
            report.accept(where, "it has to match " + young.path("pattern") + " now");
        }
    }

    private void compareFields(String where, Place old, Place young) {
        Place before = old.literally("properties");
        Place after = young.literally("properties");
        for (Map.Entry<String, JsonNode> field : before.node().properties()) {
            String place = where + "/" + field.getKey();
            if (after.node().has(field.getKey())) {
                compare(place, before.child(field.getKey()), after.child(field.getKey()));
            } else if (after.exists() || !before.node().isEmpty()) {
                report.accept(place, "it is gone");
            }
        }
        Set<String> narrow =
                texts((direction == Direction.REQUEST ? young : old).node().path("required"));
        narrow.removeAll(
                texts((direction == Direction.REQUEST ? old : young).node().path("required")));
        narrow.stream()
                .filter(name -> direction == Direction.REQUEST || after.node().has(name))
                .forEach(name -> report.accept(
                        where + "/" + name,
                        direction == Direction.REQUEST ? "it is needed now" : "it may be missing now"));
    }

    private void compareParts(String where, Place old, Place young) {
        for (String part : List.of("items", "additionalProperties")) {
            if (old.node().path(part).isObject() && young.node().path(part).isObject()) {
                compare(where + "/" + part, old.child(part), young.child(part));
            }
        }
        boolean forbids = young.node().path("additionalProperties").isBoolean()
                && !young.node().path("additionalProperties").asBoolean();
        if (direction == Direction.REQUEST
                && forbids
                && old.node().path("additionalProperties").asBoolean(true)) {
            report.accept(where, "fields that are not named are refused now");
        }
        compareForms(where, old.literally("anyOf"), young.literally("anyOf"));
    }

    /** Each form that a client may use, or may meet, has to be one that was there, or is still there. */
    private void compareForms(String where, Place old, Place young) {
        List<Place> before = old.children().toList();
        List<Place> after = young.children().toList();
        List<Place> gone = without(before, form -> after.stream().anyMatch(other -> isSame(form, other)));
        List<Place> come = without(after, form -> before.stream().anyMatch(other -> isSame(other, form)));
        if (gone.size() == 1 && come.size() == 1) {
            compare(where, gone.get(0), come.get(0));
        } else if (direction == Direction.REQUEST) {
            gone.forEach(form -> report.accept(where, "a form that it could have is gone"));
        } else {
            come.forEach(form -> report.accept(where, "it can have another form now"));
        }
    }

    private static List<Place> without(List<Place> forms, Predicate<Place> isKnown) {
        return forms.stream().filter(isKnown.negate()).toList();
    }

    private boolean isSame(Place old, Place young) {
        List<String> changes = new ArrayList<>();
        new SchemaChanges(direction, (where, what) -> changes.add(where), visited).compare("", old, young);
        return changes.isEmpty();
    }
}
