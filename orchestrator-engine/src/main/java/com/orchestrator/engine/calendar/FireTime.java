package com.orchestrator.engine.calendar;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * One time at which something is due.
 *
 * @param at the moment
 * @param listed the local time that was asked for; UTC for intervals
 * @param moved whether that local time does not exist, since clocks were put forward over it, and {@code at} is as much later
 */
public record FireTime(Instant at, LocalDateTime listed, boolean moved) {}
