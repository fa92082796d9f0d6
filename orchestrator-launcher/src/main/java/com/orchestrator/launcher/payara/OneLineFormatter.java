package com.orchestrator.launcher.payara;

import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** For a person at a terminal: what happened, and of a fault what it said, but not where in the code; that is in the file. */
public final class OneLineFormatter extends Formatter {

    @Override
    public String format(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        String message = Objects.toString(formatMessage(entry), "");
        return LogText.head(entry, message.lines().findFirst().orElse(""))
                + (thrown == null ? "" : ": " + LogText.visible(thrown.toString()))
                + System.lineSeparator();
    }
}
