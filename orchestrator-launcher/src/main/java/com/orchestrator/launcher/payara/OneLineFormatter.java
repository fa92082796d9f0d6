package com.orchestrator.launcher.payara;

import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** For a person at a terminal: what happened, and of a fault what it said, but not where in the code; that is in the file. */
public final class OneLineFormatter extends Formatter {

    @Override
    public String format(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        return String.format(
                Locale.ROOT,
                "%1$tFT%1$tT.%1$tL %2$s %3$s %4$s%5$s%n",
                entry.getMillis(),
                entry.getLevel(),
                entry.getLoggerName(),
                formatMessage(entry).lines().findFirst().orElse(""),
                thrown == null ? "" : ": " + thrown);
    }
}
