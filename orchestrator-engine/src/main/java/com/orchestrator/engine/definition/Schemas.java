package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.WorkflowPlan.InputCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles the JSON Schemas inside definitions. Nothing outside the document is ever fetched. */
final class Schemas {

    private static final InputCheck ANYTHING = input -> Map.of();
    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Accepts everything. */
    static InputCheck anything() {
        return ANYTHING;
    }

    /** An invalid schema is a fault, and accepts everything. */
    InputCheck compile(JsonNode schema, String pointer, Faults faults) {
        try {
            Schema meta = registry.getSchema(SchemaLocation.of(DIALECT));
            List<Error> wrong = meta.validate(schema);
            wrong.stream()
                    .limit(5)
                    .forEach(error -> faults.error(
                            pointer + error.getInstanceLocation(), FaultCode.SCHEMA_INVALID, sentence(error), null));
            if (!wrong.isEmpty() || mentionsOutside(schema, pointer, faults)) {
                return ANYTHING;
            }
            Schema compiled = registry.getSchema(schema);
            compiled.initializeValidators();
            return new SchemaCheck(compiled);
        } catch (SchemaException | IllegalArgumentException invalid) {
            faults.error(pointer, FaultCode.SCHEMA_INVALID, "The schema cannot be used: " + invalid.getMessage(), null);
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

    private static String sentence(Error error) {
        return String.valueOf(error.getMessage());
    }

    private record SchemaCheck(Schema schema) implements InputCheck {
        private static final int LISTED_MAX = 50;

        @Override
        public Map<String, String> faults(Payload input) {
            Map<String, String> faults = new LinkedHashMap<>();
            for (Error error : schema.validate(input.tree())) {
                if (faults.size() < LISTED_MAX) {
                    faults.putIfAbsent(String.valueOf(error.getInstanceLocation()), sentence(error));
                }
            }
            return faults;
        }
    }
}
