package com.orchestrator.etl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done.
 *
 * @param rowsLoaded those of the package, which the target has now
 * @param rejects the file with the rejected rows; null when there are none
 * @param bytes of the package
 * @param changes of the schema, in words
 * @param cursor where the next run starts; null without one
 */
public record EtlResult(
        long rowsRead,
        long rowsLoaded,
        long rowsRejected,
        @Nullable String rejects,
        long bytes,
        List<String> changes,
        @Nullable String cursor) {}
