package com.orchestrator.etl;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.SchemaDrift;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.type.Column;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is moved from where to where, as people write it.
 *
 * @param schedule a cron expression; null when it runs by hand alone
 * @param zone of the schedule; UTC when null
 * @param transform a SELECT of DuckDB from {@code rows}; null when they are moved as they are
 */
public record EtlJob(
        String name,
        @Nullable String schedule,
        @Nullable String zone,
        @JsonProperty("extractor_type") String extractorType,
        @JsonProperty("extractor_config") ObjectNode extractorConfig,
        @JsonProperty("loader_type") String loaderType,
        @JsonProperty("loader_config") ObjectNode loaderConfig,
        @Nullable String transform) {

    /** Said in either configuration, and meant for the job as a whole. */
    private static final Set<String> OF_THE_JOB = Set.of("cursor", "schema_drift", "on_reject");

    private static final List<String> TEXTS = List.of("name", "extractor_type", "loader_type");
    private static final List<String> CONFIGS = List.of("extractor_config", "loader_config");
    private static final List<String> OPTIONAL = List.of("schedule", "zone", "transform");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws ConnectorException {@code CONFIG_INVALID} if it is no job, with everything that is wrong */
    public static EtlJob read(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            List<String> faults = new ArrayList<>();
            node.fieldNames().forEachRemaining(key -> {
                if (!TEXTS.contains(key) && !CONFIGS.contains(key) && !OPTIONAL.contains(key)) {
                    faults.add("/" + key + " is not known here");
                }
            });
            TEXTS.forEach(key -> require(faults, node.path(key).isTextual(), key, "a text"));
            CONFIGS.forEach(key -> require(faults, node.path(key).isObject(), key, "an object"));
            OPTIONAL.forEach(key ->
                    require(faults, !node.hasNonNull(key) || node.path(key).isTextual(), key, "a text, or not there"));
            refuse(faults);
            EtlJob job = JSON.treeToValue(node, EtlJob.class);
            job.collectFaults(faults);
            refuse(faults);
            return job;
        } catch (JsonProcessingException e) {
            throw new ConnectorException("CONFIG_INVALID", "This is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void require(List<String> faults, boolean isRight, String key, String what) {
        if (!isRight) {
            faults.add("/" + key + " is to be " + what);
        }
    }

    private static void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new ConnectorException("CONFIG_INVALID", "This is no job: " + String.join("; ", faults));
        }
    }

    private void collectFaults(List<String> faults) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}")) {
            faults.add("/name is to begin with a letter, and has letters, digits, '-', '_', '.'");
        }
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            faults.add("/zone is to be a region such as Europe/Berlin");
        }
        choice(faults, "schema_drift", "evolve", "freeze", "discard");
        choice(faults, "on_reject", "fail", "skip");
    }

    private void choice(List<String> faults, String key, String... allowed) {
        String value = said(key);
        if (value != null && !List.of(allowed).contains(value)) {
            faults.add("'" + key + "' is to be one of " + String.join(", ", allowed));
        }
    }

    private @Nullable String said(String key) {
        JsonNode said = loaderConfig.hasNonNull(key) ? loaderConfig.get(key) : extractorConfig.get(key);
        return said == null || said.isNull() ? null : said.asText();
    }

    /** The column that a run goes on from; null when each takes everything. */
    public @Nullable String cursor() {
        return said("cursor");
    }

    public SchemaDrift drift() {
        String said = said("schema_drift");
        return said == null ? SchemaDrift.FREEZE : SchemaDrift.valueOf(said.toUpperCase(Locale.ROOT));
    }

    public boolean skipsRejects() {
        return "skip".equals(said("on_reject"));
    }

    /** What the extractor is told: its configuration without what is the job's. */
    public ObjectNode extractor() {
        return plain(extractorConfig);
    }

    public ObjectNode loader() {
        return plain(loaderConfig);
    }

    private static ObjectNode plain(ObjectNode config) {
        return config.deepCopy().without(OF_THE_JOB);
    }

    public List<String> keys() {
        return new ConnectorConfig(loaderConfig, new Workroom(List.of(), Path.of(""), 0)).texts("keys");
    }

    public List<Column> columns() {
        return new ConnectorConfig(extractorConfig, new Workroom(List.of(), Path.of(""), 0)).columns();
    }

    /** As text without a dollar sign, so that a definition can carry it whatever it says: there <code>${</code> begins an expression. */
    public String written() {
        try {
            return JSON.writeValueAsString(this).replace("$", "\\u0024");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A job has a written form", impossible);
        }
    }
}
