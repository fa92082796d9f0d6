package com.orchestrator.launcher.payara;

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
        return logger.startsWith("com.orchestrator") || entry.getLevel().intValue() >= Level.WARNING.intValue();
    }
}
