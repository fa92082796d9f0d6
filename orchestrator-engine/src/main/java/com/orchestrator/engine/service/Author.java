package com.orchestrator.engine.service;

import org.jspecify.annotations.Nullable;

/**
 * Who changes a limit, and why.
 *
 * @param reason kept with the change
 * @param ifVersion refuse with {@code PRECONDITION_FAILED} unless the limit is at this version (HTTP If-Match); 0 for one that was never
 *     set
 */
public record Author(String actor, String reason, @Nullable Long ifVersion) {}
