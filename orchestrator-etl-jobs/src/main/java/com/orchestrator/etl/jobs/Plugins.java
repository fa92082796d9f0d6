package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What connectors say of their configurations, as a file: connectors themselves are no part of a server. A test of the worker holds the file
 * to what they say. Beside that a configuration may say what is meant for the job as a whole, and secrets by their names.
 */
final class Plugins {

    private static final String FILE = "plugins.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String OF_THE_JOB = """
            {"cursor": {"type": "string", "minLength": 1, "description": "Column that a run goes on from; each takes everything when absent"},
             "schema_drift": {"type": "string", "enum": ["freeze", "evolve", "discard"],
                "description": "What becomes of columns that come and go; freeze when absent"},
             "on_reject": {"type": "string", "enum": ["fail", "skip"],
                "description": "What becomes of rows that cannot be read; fail when absent"}}""";

    private static final String SECRET = """
            {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$", "description": "Name of the worker's secret with the password"}""";

    private final Map<String, EtlPlugin> byType = new TreeMap<>();

    private Plugins(JsonNode file) {
        file.properties()
                .forEach(entry -> byType.put(
                        entry.getKey(),
                        new EtlPlugin(
                                entry.getKey(),
                                schema(entry.getValue().get("extractor")),
                                schema(entry.getValue().get("loader")))));
    }

    static Plugins builtIn() {
        try (InputStream file = Objects.requireNonNull(Plugins.class.getResourceAsStream(FILE))) {
            return new Plugins(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Payload schema(@Nullable JsonNode said) {
        return said == null ? null : Payload.ofTree(completed(said.deepCopy()));
    }

    private static JsonNode completed(ObjectNode schema) {
        try {
            ObjectNode properties = schema.withObject("/properties");
            if (properties.remove("password") != null) {
                properties.set("password_secret", JSON.readTree(SECRET));
            }
            properties.setAll((ObjectNode) JSON.readTree(OF_THE_JOB));
            return schema;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    List<EtlPlugin> all() {
        return new ArrayList<>(byType.values());
    }

    Optional<EtlPlugin> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }
}
