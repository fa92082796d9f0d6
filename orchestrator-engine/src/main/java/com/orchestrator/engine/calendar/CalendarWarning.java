package com.orchestrator.engine.calendar;

/**
 * Something that is allowed and may not be what was meant.
 *
 * @param code stays
 * @param detail a sentence
 */
public record CalendarWarning(String code, String detail) {}
