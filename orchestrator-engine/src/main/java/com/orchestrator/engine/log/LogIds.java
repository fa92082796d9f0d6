package com.orchestrator.engine.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a line of the log is about, beside its words: ids, by the names that they have in the API. They go by SLF4J's MDC, where
 * everything that logs in fields looks for them, and for that line alone: threads that were made meanwhile would inherit them.
 */
public final class LogIds {

    private final Map<String, String> ids = new LinkedHashMap<>();

    private LogIds() {}

    public static LogIds of(String name, @Nullable Object id) {
        return new LogIds().and(name, id);
    }

    /** @param id nothing when it is not known */
    public LogIds and(String name, @Nullable Object id) {
        if (id != null) {
            ids.put(name, id.toString());
        }
        return this;
    }

    /** Has a line logged with them. */
    public void log(Runnable line) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        ids.forEach(MDC::put);
        try {
            line.run();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
