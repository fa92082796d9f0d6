/**
 * When something is due: cron expressions, intervals, time zones and their clock changes, in numbers and in words. Pure:
 * knows neither schedules nor the present time. Why it is no library: ADR of schedules; what is right: {@code CalendarTest}.
 */
@NullMarked
package com.orchestrator.engine.calendar;

import org.jspecify.annotations.NullMarked;
