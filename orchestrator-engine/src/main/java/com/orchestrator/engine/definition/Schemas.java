package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.WorkflowPlan.InputCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles the JSON Schemas inside definitions. Nothing outside the document is ever fetched. */
final class Schemas {

    private static final InputCheck ANYTHING = input -> Map.of();
    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final int LISTED_MAX = 5;

    /** In place of what a library may have put a value into. */
    private static final String SENSITIVE = "does not fit the schema, which calls it sensitive";

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .regularExpressionFactory(SchemaMeter::pattern)
            .build();

    private static final Dialect EXACT = Dialect.builder(Dialects.getDraft202012())
            .keyword(ExactMultipleOf.KEYWORD)
            .keyword(new AnnotationKeyword(SensitiveFields.MARK))
            .build();

    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(EXACT, builder -> builder.schemaRegistryConfig(CONFIG));

    /** Accepts everything. */
    static InputCheck anything() {
        return ANYTHING;
    }

    /** An invalid schema is a fault, and accepts everything. */
    InputCheck compile(JsonNode schema, String pointer, Faults faults) {
        try {
            List<Map.Entry<String, String>> wrong =
                    errors(registry.getSchema(SchemaLocation.of(DIALECT)), schema, LISTED_MAX);
            wrong.forEach(
                    error -> faults.error(pointer + error.getKey(), FaultCode.SCHEMA_INVALID, error.getValue(), null));
            if (!wrong.isEmpty() || mentionsOutside(schema, pointer, faults)) {
                return ANYTHING;
            }
            Schema compiled = registry.getSchema(schema);
            compiled.initializeValidators();
            return new SchemaCheck(
                    compiled, SensitiveFields.areIn(schema, pointer, faults) ? schema : MissingNode.getInstance());
        } catch (SchemaException | IllegalArgumentException invalid) {
            faults.error(pointer, FaultCode.SCHEMA_INVALID, "The schema cannot be used: " + invalid.getMessage(), null);
            return ANYTHING;
        } catch (StackOverflowError tooDeep) {
            faults.error(pointer, FaultCode.SCHEMA_INVALID, "The schema refers to itself without end", null);
            return ANYTHING;
        }
    }

    private static boolean mentionsOutside(JsonNode schema, String pointer, Faults faults) {
        boolean outside = REFERENCES.stream()
                .flatMap(keyword -> schema.findValues(keyword).stream())
                .anyMatch(reference -> !reference.asText().startsWith("#"));
        if (outside) {
            faults.error(
                    pointer,
                    FaultCode.SCHEMA_INVALID,
                    "A reference may only point into the same schema",
                    "use '#/$defs/…'");
        }
        return outside;
    }

    /**
     * Holds values to a schema.
     *
     * @param marking the same schema when it marks anything as sensitive; else missing
     */
    private record SchemaCheck(Schema schema, JsonNode marking) implements InputCheck {

        private static final int LISTED_MAX = 50;

        @Override
        public Map<String, String> faults(Payload input) {
            Map<String, String> faults = new LinkedHashMap<>();
            errors(schema, input.tree(), LISTED_MAX)
                    .forEach(error -> faults.putIfAbsent(error.getKey(), error.getValue()));
            if (marks() && !faults.isEmpty()) {
                Set<String> sensitive = sensitive(input);
                faults.replaceAll((place, sentence) -> isWithin(sensitive, place) ? SENSITIVE : sentence);
            }
            return faults;
        }

        private static boolean isWithin(Set<String> pointers, String place) {
            return pointers.stream().anyMatch(marked -> place.equals(marked) || place.startsWith(marked + "/"));
        }

        @Override
        public boolean marks() {
            return !marking.isMissingNode();
        }

        @Override
        public Set<String> sensitive(Payload input) {
            return marks() ? SensitiveFields.in(marking, input.tree()) : Set.of();
        }
    }

    /** Pointers and sentences, at most so many. Whatever the value and the schema, there is an answer, and soon. */
    private static List<Map.Entry<String, String>> errors(Schema schema, JsonNode value, int max) {
        Map<String, String> far = FarNumbers.in(value, max);
        if (!far.isEmpty()) {
            return List.copyOf(far.entrySet());
        }
        SchemaMeter meter = new SchemaMeter();
        try {
            meter.during(() -> schema.validate(meter, value));
        } catch (SchemaMeter.Exceeded | ArithmeticException | SchemaException beyond) {
            return List.of(Map.entry("", "cannot be checked against the schema: " + beyond.getMessage()));
        } catch (StackOverflowError tooDeep) {
            return List.of(
                    Map.entry("", "cannot be checked against the schema: a pattern or a reference goes too deep"));
        }
        return meter.getErrors().stream()
                .map(error ->
                        Map.entry(String.valueOf(error.getInstanceLocation()), String.valueOf(error.getMessage())))
                .limit(max)
                .toList();
    }
}
