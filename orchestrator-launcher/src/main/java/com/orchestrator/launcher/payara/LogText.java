package com.orchestrator.launcher.payara;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/** Parts of what is logged, so that whoever has a say in one of them cannot make it look like two entries. */
final class LogText {

    /** Control characters, and what some programs take for the end of a line. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private LogText() {}

    /** When, how bad, where, what, of one line. */
    static String head(LogRecord entry, String message) {
        return String.format(
                Locale.ROOT,
                "%1$tFT%1$tT.%1$tL %2$s %3$s %4$s",
                entry.getMillis(),
                entry.getLevel(),
                entry.getLoggerName(),
                visible(message));
    }

    /** On one line, with control characters as escapes. */
    static String visible(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
