/**
 * Figures in the Prometheus text format, without a metrics library. Depends on the engine's services alone.
 */
@NullMarked
package com.orchestrator.server.metrics;

import org.jspecify.annotations.NullMarked;
