package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What connectors say of their configurations, as a file: connectors themselves are no part of a server. A test of the worker holds the file
 * to what they say. Beside that a configuration may say what is meant for the job as a whole, and secrets by their names.
 */
final class Plugins {

    /** What is configured. */
    enum Side {
        EXTRACTOR,
        LOADER,
        CONNECTION;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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

    /** By which whole configurations are judged. */
    private final Map<String, Map<Side, Payload>> schemas = new TreeMap<>();

    private Plugins(JsonNode file) {
        file.properties().forEach(plugin -> {
            Map<Side, Payload> sides = new EnumMap<>(Side.class);
            for (Side side : Side.values()) {
                if (plugin.getValue().has(side.word())) {
                    sides.put(side, schema(side, plugin.getValue().get(side.word())));
                }
            }
            schemas.put(plugin.getKey(), sides);
        });
    }

    static Plugins builtIn() {
        try (InputStream file = Objects.requireNonNull(Plugins.class.getResourceAsStream(FILE))) {
            return new Plugins(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Payload schema(Side side, JsonNode said) {
        try {
            ObjectNode schema = said.deepCopy();
            ObjectNode properties = schema.withObject("/properties");
            if (properties.remove("password") != null) {
                properties.set("password_secret", JSON.readTree(SECRET));
            }
            if (side != Side.CONNECTION) {
                properties.setAll((ObjectNode) JSON.readTree(OF_THE_JOB));
            }
            return Payload.ofTree(schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The schema of a configuration that says all itself. */
    Optional<Payload> schema(@Nullable String type, Side side) {
        return type == null
                ? Optional.empty()
                : Optional.ofNullable(schemas.getOrDefault(type, Map.of()).get(side));
    }

    /** Which types there are for that, in words. */
    String known(Side side) {
        return "there are "
                + schemas.entrySet().stream()
                        .filter(plugin -> plugin.getValue().containsKey(side))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
    }

    List<EtlPlugin> all() {
        List<EtlPlugin> all = new ArrayList<>();
        schemas.keySet().forEach(type -> find(type).ifPresent(all::add));
        return all;
    }

    Optional<EtlPlugin> find(String type) {
        return Optional.ofNullable(schemas.get(type))
                .map(sides -> new EtlPlugin(
                        type,
                        shown(sides.get(Side.EXTRACTOR), sides.get(Side.CONNECTION)),
                        shown(sides.get(Side.LOADER), sides.get(Side.CONNECTION)),
                        sides.get(Side.CONNECTION)));
    }

    /** With the choice that people have: to name a connection, or to say its fields here. */
    private static @Nullable Payload shown(@Nullable Payload schema, @Nullable Payload connection) {
        if (schema == null || connection == null) {
            return schema;
        }
        ObjectNode shown = schema.tree().deepCopy();
        List<String> fields = new ArrayList<>();
        connection.tree().path("properties").fieldNames().forEachRemaining(fields::add);
        shown.withObject("/properties")
                .putObject(ConfigCheck.CONNECTION)
                .put("type", "string")
                .put("minLength", 1)
                .put("description", "Name of a connection, which says " + String.join(", ", fields));
        ArrayNode still = shown.putArray("required");
        ArrayNode either = shown.putArray("anyOf");
        either.addObject().putArray("required").add(ConfigCheck.CONNECTION);
        ArrayNode here = either.addObject().putArray("required");
        schema.tree().path("required").forEach(field -> (fields.contains(field.asText()) ? here : still).add(field));
        return Payload.ofTree(shown);
    }
}
