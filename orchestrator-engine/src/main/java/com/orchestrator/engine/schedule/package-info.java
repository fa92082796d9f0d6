/**
 * Schedules as values, and the one place that decides what becomes of their times. Pure: nothing is read or written here. May
 * depend on {@code api} and {@code calendar}.
 */
@NullMarked
package com.orchestrator.engine.schedule;

import org.jspecify.annotations.NullMarked;
