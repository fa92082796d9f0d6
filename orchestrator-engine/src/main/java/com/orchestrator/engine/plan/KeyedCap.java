package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * At most so many attempts of a task at once.
 *
 * @param key those of one key are counted together; all of the task when absent
 */
public record KeyedCap(@Nullable KeyTemplate key, int max) {}
