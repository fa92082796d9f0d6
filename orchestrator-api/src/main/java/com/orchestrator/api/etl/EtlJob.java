package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.model.Payload;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands. What it moves is described at {@link EtlJobSpec}.
 *
 * @param id follows from the name
 * @param nextRunAt when its schedule starts it next; null without one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlJob(
        UUID id,
        String name,
        @Nullable String schedule,
        @Nullable String zone,
        String extractorType,
        Payload extractorConfig,
        String loaderType,
        Payload loaderConfig,
        @Nullable Payload transform,
        List<String> dependsOn,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant nextRunAt) {

    public EtlJob {
        dependsOn = List.copyOf(dependsOn);
    }

    /** What was said of it. */
    public EtlJobSpec spec() {
        return new EtlJobSpec(
                name, schedule, zone, extractorType, extractorConfig, loaderType, loaderConfig, transform, dependsOn);
    }

    /** The same with what its schedule says. */
    public EtlJob dueNext(@Nullable Instant next) {
        return new EtlJob(
                id,
                name,
                schedule,
                zone,
                extractorType,
                extractorConfig,
                loaderType,
                loaderConfig,
                transform,
                dependsOn,
                createdAt,
                updatedAt,
                next);
    }
}
