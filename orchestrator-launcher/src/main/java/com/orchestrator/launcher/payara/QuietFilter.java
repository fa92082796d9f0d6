package com.orchestrator.launcher.payara;

import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Of the container only warnings, of the engine everything. By level alone it cannot be had: Payara sets its own. */
public final class QuietFilter implements Filter {

    @Override
    public boolean isLoggable(LogRecord entry) {
        String logger = entry.getLoggerName();
        if (logger == null) {
            // Payara's remarks that a setting of ours takes effect with the next deployment, which is still to come.
            return entry.getLevel().intValue() >= Level.SEVERE.intValue();
        }
        if (logger.startsWith("org.glassfish.grizzly")) {
            inOneLine(entry);
        }
        return logger.startsWith("com.orchestrator") || entry.getLevel().intValue() >= Level.WARNING.intValue();
    }

    /** What callers send that is no HTTP, or not to its end, is worth one line: where it was noticed helps nobody. */
    private static void inOneLine(LogRecord entry) {
        if (entry.getThrown() instanceof IOException broken) {
            entry.setMessage(entry.getMessage() + ": " + broken.getMessage());
            entry.setThrown(null);
        }
    }
}
