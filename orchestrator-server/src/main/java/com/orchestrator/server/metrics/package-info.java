/**
 * Figures in the Prometheus text format, without a metrics library. Depends on nothing.
 */
@NullMarked
package com.orchestrator.server.metrics;

import org.jspecify.annotations.NullMarked;
