/**
 * Schedules at work: what people ask about them, and the looks that start their runs. Every server looks, no leader: whoever has
 * locked a schedule decides. May depend on {@code schedule}, {@code service}, {@code store} and {@code expression}.
 */
@NullMarked
package com.orchestrator.engine.scheduler;

import org.jspecify.annotations.NullMarked;
