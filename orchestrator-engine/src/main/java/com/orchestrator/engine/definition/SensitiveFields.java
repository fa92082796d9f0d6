package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.lint.LintCode;
import com.orchestrator.engine.sensitive.Mask;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which fields a schema marks as sensitive: of any value, as far as that can be said, or of one. */
final class SensitiveFields {

    static final String MARK = "sensitive";

    /** Stands for whatever an item or a field of any name is called. */
    static final String ANY = "*";

    private static final int LOOKS_MAX = 100_000;

    private static final List<String> NAMED =
            List.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final List<String> LISTED = List.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final List<String> SINGLE = List.of(
            "items",
            "additionalProperties",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "contentSchema");

    /** What holds for each item, or each field that has no schema of its own. */
    private static final List<String> FOR_ALL =
            List.of("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains");

    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");

    private final JsonNode root;
    private int looksLeft = LOOKS_MAX;

    private SensitiveFields(JsonNode root) {
        this.root = root;
    }

    /**
     * Pointers to what a schema marks in a value. Where schemas are alternatives it is what any of them marks, whichever fits; of a value
     * that cannot be looked through in a reasonable time it is all.
     */
    static Set<String> in(JsonNode schema, JsonNode value) {
        SensitiveFields fields = new SensitiveFields(schema);
        Set<String> found = new HashSet<>();
        fields.look(schema, value, "", found, identities());
        return fields.looksLeft < 0 ? Set.of("") : found;
    }

    private static Set<JsonNode> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** @param here schemas that have been held to this very value */
    private void look(JsonNode schema, JsonNode value, String pointer, Set<String> found, Set<JsonNode> here) {
        if (--looksLeft < 0 || !schema.isObject() || !here.add(schema)) {
            return;
        }
        if (schema.path(MARK).booleanValue()) {
            found.add(pointer);
            return;
        }
        sameValue(schema).forEach(other -> look(other, value, pointer, found, here));
        value.properties()
                .forEach(field -> ofField(schema, field.getKey())
                        .forEach(of -> look(
                                of,
                                field.getValue(),
                                SourceDocument.child(pointer, field.getKey()),
                                found,
                                identities())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            int item = i;
            Stream.concat(Stream.of(schema.path("prefixItems").path(i)), forAll(schema))
                    .forEach(of -> look(of, value.get(item), pointer + "/" + item, found, identities()));
        }
    }

    private static Stream<JsonNode> ofField(JsonNode schema, String name) {
        return Stream.of(
                        Stream.of(schema.path("properties").path(name)),
                        elements(schema.path("patternProperties")),
                        forAll(schema))
                .flatMap(each -> each);
    }

    private static Stream<JsonNode> forAll(JsonNode schema) {
        return FOR_ALL.stream().map(schema::path);
    }

    /** Other schemas that say something of the same value. */
    private Stream<JsonNode> sameValue(JsonNode schema) {
        return Stream.of(
                        REFERENCES.stream()
                                .flatMap(
                                        keyword -> referred(schema.path(keyword).asText())),
                        Stream.of("allOf", "anyOf", "oneOf", "dependentSchemas")
                                .flatMap(keyword -> elements(schema.path(keyword))),
                        Stream.of("if", "then", "else").map(schema::path))
                .flatMap(each -> each);
    }

    private Stream<JsonNode> referred(String reference) {
        if (reference.equals("#") || reference.startsWith("#/")) {
            return Stream.of(root.at(reference.substring(1)));
        }
        return Stream.of("$anchor", "$dynamicAnchor")
                .flatMap(keyword -> root.findParents(keyword).stream()
                        .filter(schema ->
                                reference.equals("#" + schema.get(keyword).asText())));
    }

    private static Stream<JsonNode> elements(JsonNode container) {
        return StreamSupport.stream(container.spliterator(), false);
    }

    /** Paths to the fields, from outside in, where they do not repeat themselves; of a schema that is too large, the way to all of it. */
    static Set<List<String>> of(JsonNode schema) {
        SensitiveFields fields = new SensitiveFields(schema);
        Set<List<String>> paths = new HashSet<>();
        if (schema.findValue(MARK) != null) {
            fields.follow(schema, List.of(), paths, identities());
        }
        return fields.looksLeft < 0 ? Set.of(List.of()) : paths;
    }

    private void follow(JsonNode schema, List<String> path, Set<List<String>> paths, Set<JsonNode> around) {
        if (--looksLeft < 0 || !schema.isObject() || !around.add(schema)) {
            return;
        }
        if (schema.path(MARK).booleanValue()) {
            paths.add(path);
        } else {
            sameValue(schema).forEach(other -> follow(other, path, paths, around));
            schema.path("properties")
                    .properties()
                    .forEach(field -> follow(field.getValue(), and(path, field.getKey()), paths, around));
            Stream.of(elements(schema.path("patternProperties")), elements(schema.path("prefixItems")), forAll(schema))
                    .flatMap(each -> each)
                    .forEach(other -> follow(other, and(path, ANY), paths, around));
        }
        around.remove(schema);
    }

    /** Whether the schema has the mark anywhere; one that is neither true nor false is a fault. */
    static boolean areIn(JsonNode schema, String pointer, Faults faults) {
        JsonNode mark = schema.path(MARK);
        if (!mark.isMissingNode() && !mark.isBoolean()) {
            faults.stricter(
                    SourceDocument.child(pointer, MARK),
                    FaultCode.SCHEMA_INVALID,
                    "'sensitive' must be true or false, not " + Fields.typeOf(mark),
                    "write sensitive: true, or leave it out");
        }
        boolean isMarked = mark.booleanValue();
        if (isMarked && isTooShort(schema)) {
            faults.finding(
                    SourceDocument.child(pointer, MARK),
                    LintCode.SENSITIVE_TOO_SHORT,
                    "Its values are too short, or too few, to be found where they are copied to");
        }
        return inside(schema, pointer)
                .map(each -> areIn(each.getValue(), each.getKey(), faults))
                .reduce(isMarked, Boolean::logicalOr);
    }

    /** Schemas inside of one, by where they stand. */
    private static Stream<Map.Entry<String, JsonNode>> inside(JsonNode schema, String pointer) {
        Stream<Map.Entry<String, JsonNode>> named = NAMED.stream()
                .flatMap(keyword -> schema.path(keyword).properties().stream()
                        .map(field -> Map.entry(
                                SourceDocument.child(SourceDocument.child(pointer, keyword), field.getKey()),
                                field.getValue())));
        Stream<Map.Entry<String, JsonNode>> listed = LISTED.stream()
                .flatMap(keyword -> IntStream.range(0, schema.path(keyword).size())
                        .mapToObj(i -> Map.entry(
                                SourceDocument.child(pointer, keyword) + "/" + i,
                                schema.get(keyword).path(i))));
        Stream<Map.Entry<String, JsonNode>> single = SINGLE.stream()
                .filter(keyword -> schema.path(keyword).isObject())
                .map(keyword -> Map.entry(SourceDocument.child(pointer, keyword), schema.get(keyword)));
        return Stream.of(named, listed, single).flatMap(each -> each);
    }

    private static boolean isTooShort(JsonNode schema) {
        JsonNode type = schema.path("type");
        boolean isTruth = type.asText().equals("boolean")
                || (type.isArray()
                        && all(type, word -> Set.of("boolean", "null").contains(word.asText())));
        boolean isChoice = schema.path("enum").isArray() && all(schema.get("enum"), SensitiveFields::isShort);
        return isTruth
                || isChoice
                || schema.path("maxLength").asInt(Integer.MAX_VALUE) < Mask.PART_CHARS_MIN
                || (schema.has("const") && isShort(schema.get("const")));
    }

    private static boolean isShort(JsonNode value) {
        return value.isValueNode() && value.asText().length() < Mask.PART_CHARS_MIN;
    }

    private static boolean all(JsonNode list, Predicate<JsonNode> is) {
        return !list.isEmpty() && elements(list).allMatch(is);
    }

    private static List<String> and(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }
}
