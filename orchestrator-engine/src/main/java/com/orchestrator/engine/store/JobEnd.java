package com.orchestrator.engine.store;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a job that ended well and wanted no more to be kept.
 *
 * @param job without payload and output
 */
public record JobEnd(Job job, @Nullable Payload output) {}
