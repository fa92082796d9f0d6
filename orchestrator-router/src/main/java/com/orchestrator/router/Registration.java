package com.orchestrator.router;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A job that somebody wants done.
 *
 * @param id the caller's name of it; made up when absent
 * @param priority 10 and more is high, 5 and more medium
 */
public record Registration(@Nullable String id, String type, int priority, Payload payload) {}
