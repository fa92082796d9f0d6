package com.orchestrator.server.rest.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.model.Payload;
import com.orchestrator.server.rest.json.Refusals;
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
                Payload.NULL.equals(transform) ? null : transform,
                dependsOn == null ? List.of() : Required.names(dependsOn, "depends_on"));
    }

    /** {@code run}. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Run(@Nullable String runId) {}

    /** A connection; its name stands in the path. */
    public record Connection(
            @Nullable String type, @Nullable Payload config) {

        public EtlConnectionSpec toSpec() {
            return new EtlConnectionSpec(type, config);
        }

        /** What is tried instead of what is kept; null when nothing is said. */
        public @Nullable EtlConnectionSpec instead() {
            return type == null && config == null ? null : toSpec();
        }
    }

    /** {@code dry_run} of a job that is there. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Look(@Nullable Integer lookAt) {

        private static final int USUAL = 10_000;
        private static final int MOST = 100_000;

        public int rows() {
            if (lookAt != null && (lookAt < 1 || lookAt > MOST)) {
                throw Refusals.invalid("/look_at", "'look_at' is to be from 1 to " + MOST, null);
            }
            return lookAt == null ? USUAL : lookAt;
        }
    }

    /** {@code dry_run} of one that need not be. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record DryRun(@Nullable EtlBody job, @Nullable Integer lookAt) {

        public EtlJobSpec spec() {
            return Required.value(job, "job").toSpec();
        }

        public int rows() {
            return new Look(lookAt).rows();
        }
    }

    /** {@code follow}, which takes nothing. */
    public record Nothing() {}
}
