package com.orchestrator.api.etl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a job: what is moved from where to where, and when. What is missing or cannot be meant is refused when it is put.
 *
 * @param name of all jobs; stays for as long as the job is there
 * @param schedule a cron expression of five fields; null when nothing starts it by itself
 * @param zone whose clocks count; UTC when null
 * @param extractorType where rows come from, for example {@code csv}
 * @param extractorConfig as the extractor's schema says
 * @param loaderType where they go to
 * @param loaderConfig as the loader's schema says
 * @param transform what becomes of the rows on their way: a text with a SELECT, or an object with expressions for each row; null when nothing does
 * @param dependsOn jobs; when all of them have succeeded since this one was started by that, it is started again
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlJobSpec(
        @Nullable String name,
        @Nullable String schedule,
        @Nullable String zone,
        @Nullable String extractorType,
        @Nullable Payload extractorConfig,
        @Nullable String loaderType,
        @Nullable Payload loaderConfig,
        @Nullable Payload transform,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dependsOn) {

    public EtlJobSpec {
        dependsOn = List.copyOf(Objects.requireNonNullElse(dependsOn, List.of()));
    }
}
