package com.orchestrator.etl;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.SchemaDrift;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.type.Column;
import java.nio.file.Path;
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
 */
public record EtlJob(
        String name,
        @Nullable String schedule,
        @Nullable String zone,
        @JsonProperty("extractor_type") String extractorType,
        @JsonProperty("extractor_config") ObjectNode extractorConfig,
        @JsonProperty("loader_type") String loaderType,
        @JsonProperty("loader_config") ObjectNode loaderConfig) {

    /** Said in either configuration, and meant for the job as a whole. */
    private static final Set<String> OF_THE_JOB = Set.of("cursor", "schema_drift", "on_reject");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** @throws ConnectorException {@code CONFIG_INVALID} if it is no job, with what is wrong */
    public static EtlJob read(String json) {
        try {
            // The optional ones may be missing.
            ObjectNode node = (ObjectNode) JSON.readTree(json);
            for (String optional : List.of("schedule", "zone")) {
                if (!node.has(optional)) {
                    node.putNull(optional);
                }
            }
            return JSON.treeToValue(node, EtlJob.class).checked();
        } catch (JsonProcessingException | ClassCastException e) {
            throw new ConnectorException("CONFIG_INVALID", "This is no job: " + e.getMessage(), e);
        }
    }

    private EtlJob checked() {
        List<String> faults = new ArrayList<>();
        if (name == null || !name.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}")) {
            faults.add("/name is to begin with a letter, and has letters, digits, '-', '_', '.'");
        }
        if (extractorConfig == null || loaderConfig == null || extractorType == null || loaderType == null) {
            faults.add("/extractor_type, /extractor_config, /loader_type and /loader_config are needed");
        } else {
            choice(faults, "schema_drift", "evolve", "freeze", "discard");
            choice(faults, "on_reject", "fail", "skip");
        }
        if (!faults.isEmpty()) {
            throw new ConnectorException("CONFIG_INVALID", String.join("; ", faults));
        }
        return this;
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
