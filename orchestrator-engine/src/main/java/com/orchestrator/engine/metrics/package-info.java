/**
 * What the engine counts of itself: adders that the hot path increments, and figures that chores bring. Reading them looks
 * nothing up. Used by {@code coordinator} and {@code maintenance}; may depend on {@code decision}, {@code store},
 * {@code service} and {@code api}.
 */
@NullMarked
package com.orchestrator.engine.metrics;

import org.jspecify.annotations.NullMarked;
