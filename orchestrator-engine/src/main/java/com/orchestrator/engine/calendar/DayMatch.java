package com.orchestrator.engine.calendar;

/** What it means when a cron expression names days of the month and days of the week. */
public enum DayMatch {
    /** A day that is in either list. */
    ANY,
    /** A day that is in both. */
    ALL
}
