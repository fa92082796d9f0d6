package com.orchestrator.engine.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * So many attempts in a time, smoothed.
 *
 * @param key those of one key are counted together; all when absent
 * @param burst how many may begin at once after a quiet time
 * @param ofWorkflow whether all tasks of the workflow are counted together, and not the task alone
 */
public record KeyedRate(@Nullable KeyTemplate key, int count, Duration per, int burst, boolean ofWorkflow) {}
