package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.LaunchException;

/** How lines of the log are written. */
public enum LogFormat {
    /** For people: one line on the terminal, with all that lies behind it in the file. */
    TEXT,
    /** For programs: one object a line, in both. */
    JSON;

    private static final String KEY = "orchestrator.log.format";

    /** As it is set. What cannot be read is refused by {@link ServerPreflight} later, in words for people. */
    public static LogFormat configured() {
        try {
            return "json".equals(ServerPreflight.configured().get(KEY)) ? JSON : TEXT;
        } catch (LaunchException unreadable) {
            return TEXT;
        }
    }
}
