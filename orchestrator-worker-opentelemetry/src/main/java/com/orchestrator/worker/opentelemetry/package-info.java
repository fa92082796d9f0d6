/** Traces and metrics of a worker by OpenTelemetry, for those who have it. */
@NullMarked
package com.orchestrator.worker.opentelemetry;

import org.jspecify.annotations.NullMarked;
