package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.model.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An extract-and-load job as it is put. What is missing is said together with all else that is wrong, by the one who knows jobs. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlBody(
        @Nullable String name,
        @Nullable String schedule,
        @Nullable String zone,
        @Nullable String extractorType,
        @Nullable Payload extractorConfig,
        @Nullable String loaderType,
        @Nullable Payload loaderConfig,
        @Nullable Payload transform,
        @Nullable List<String> dependsOn) {

    public EtlJobSpec toSpec() {
        return new EtlJobSpec(
                name,
                schedule,
                zone,
                extractorType,
                extractorConfig,
                loaderType,
                loaderConfig,
                transform,
                dependsOn == null ? List.of() : Required.names(dependsOn, "depends_on"));
    }

    /** {@code run}. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Run(@Nullable String runId) {}

    /** {@code follow}, which takes nothing. */
    public record Nothing() {}
}
