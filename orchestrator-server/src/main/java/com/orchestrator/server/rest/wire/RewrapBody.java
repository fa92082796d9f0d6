package com.orchestrator.server.rest.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST} that wraps a piece of the data keys anew.
 *
 * @param after where it begins; null for the first
 */
public record RewrapBody(@Nullable UUID after, @Nullable String reason) {}
