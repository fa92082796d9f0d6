package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What came of a try to connect.
 *
 * @param found what answers there, in words; null when nothing does
 * @param errorCode why not; null when it went well, as is the message
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlConnectionTest(
        boolean ok,
        @Nullable String found,
        @Nullable String errorCode,
        @Nullable String errorMessage) {}
