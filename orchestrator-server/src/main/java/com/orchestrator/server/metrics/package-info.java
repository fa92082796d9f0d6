/**
 * Figures for Prometheus, in a registry of Micrometer. Depends on the services of the engine and of its guests.
 */
@NullMarked
package com.orchestrator.server.metrics;

import org.jspecify.annotations.NullMarked;
