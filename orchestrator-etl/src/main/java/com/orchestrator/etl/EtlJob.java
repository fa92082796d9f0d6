package com.orchestrator.etl;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.ConnectorConfig;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.SchemaDrift;
import com.orchestrator.connectors.Transform;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.type.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is moved from where to where, as people write it.
 *
 * @param transform a SELECT of DuckDB from {@code rows}, or expressions for each row; null when they are moved as they are
 */
@JsonIgnoreProperties({"schedule", "zone"})
public record EtlJob(
        String name,
        @JsonProperty("extractor_type") String extractorType,
        @JsonProperty("extractor_config") ObjectNode extractorConfig,
        @JsonProperty("loader_type") String loaderType,
        @JsonProperty("loader_config") ObjectNode loaderConfig,
        @Nullable JsonNode transform) {

    /** Said in either configuration, and meant for the job as a whole. */
    private static final Set<String> OF_THE_JOB = Set.of("cursor", "schema_drift", "on_reject");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public EtlJob {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(extractorType, "extractor_type");
        Objects.requireNonNull(extractorConfig, "extractor_config");
        Objects.requireNonNull(loaderType, "loader_type");
        Objects.requireNonNull(loaderConfig, "loader_config");
    }

    /**
     * As a server has written it, which has judged it: only what is no job at all is refused here. Connectors look at their configurations
     * themselves.
     *
     * @throws ConnectorException {@code CONFIG_INVALID}
     */
    public static EtlJob read(String json) {
        try {
            return JSON.readValue(json, EtlJob.class);
        } catch (JsonProcessingException e) {
            throw new ConnectorException("CONFIG_INVALID", "This is no job: " + e.getOriginalMessage(), e);
        }
    }

    /** What becomes of its rows on their way. */
    Transform way(Workroom workroom) {
        if (transform == null || transform.isNull()) {
            return Transform.NONE;
        }
        return transform.isTextual()
                ? Transform.query(transform.asText(), workroom)
                : Transform.eachRow(CelRows.read(transform));
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
}
