package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds configurations to the schemas of their plugins, and says what is wrong where. */
final class ConfigJudge {

    /** Made when the first job is judged, not when the server starts. */
    private static final class Shared {
        static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());
    }

    private final Map<Payload, Schema> compiled = new ConcurrentHashMap<>();

    /** @param pointer where the configuration stands in what was said */
    List<Problem.Detail> faults(Payload schema, JsonNode config, String pointer) {
        JsonNode properties = schema.tree().path("properties");
        if (!config.isObject()) {
            return List.of(fault(pointer, "is to be an object", null));
        }
        if (config.has("password") && properties.has("password_secret")) {
            return List.of(
                    fault(pointer + "/password", "a password has no place here", "name a secret by password_secret"));
        }
        List<Problem.Detail> faults = new ArrayList<>();
        for (Error error : compiled.computeIfAbsent(schema, text -> Shared.REGISTRY.getSchema(text.tree()))
                .validate(config)) {
            faults.add(detail(error, pointer, properties));
        }
        return faults;
    }

    private static Problem.Detail detail(Error error, String pointer, JsonNode properties) {
        String place = pointer + error.getInstanceLocation();
        String property = error.getProperty();
        return switch (String.valueOf(error.getKeyword())) {
            case "required" ->
                fault(
                        place + "/" + property,
                        "'" + property + "' is missing",
                        properties.path(property).path("description").asText(null));
            case "additionalProperties", "unevaluatedProperties" ->
                fault(place + "/" + property, "'" + property + "' is not known here", "known are " + names(properties));
            case "oneOf" -> fault(place, "one of the two is to be given, and only one", null);
            default -> fault(place, String.valueOf(error.getMessage()), null);
        };
    }

    private static String names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return String.join(", ", names);
    }

    static Problem.Detail fault(String pointer, String detail, @Nullable String hint) {
        return new Problem.Detail(pointer, 0, 0, detail, hint);
    }
}
