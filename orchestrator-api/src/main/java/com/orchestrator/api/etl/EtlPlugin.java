package com.orchestrator.api.etl;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A kind of place that rows come from or go to.
 *
 * @param type as jobs name it
 * @param extractor JSON Schema (2020-12) of its configuration when rows come from it; null when none do
 * @param loader the same when rows go to it
 * @param connection the same of a connection to it, which a job can name instead of its fields; null when there are none
 */
public record EtlPlugin(
        String type,
        @Nullable Payload extractor,
        @Nullable Payload loader,
        @Nullable Payload connection) {}
